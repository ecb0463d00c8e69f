/**
 * What must hold of the chart: how it renders, what a real API server makes of its rights and admission policies, and that the pages and
 * files made of the chart and of the API are up to date.
 */
@NullMarked
package dev.headwater.chart;

import org.jspecify.annotations.NullMarked;
