/** What stays and what goes: by example, by property, and in a small world whose caches lag behind. */
@NullMarked
package dev.headwater.operator.retention;

import org.jspecify.annotations.NullMarked;
