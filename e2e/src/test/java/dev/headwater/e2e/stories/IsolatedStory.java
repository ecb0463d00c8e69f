package dev.headwater.e2e.stories;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Stories in which a part of the cluster goes, or is changed: each is told alone, after the {@linkplain SharedStory shared} ones. At its end
 * nothing may be left over of any story.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("story")
@Tag("alone")
@ExtendWith(Theatre.class)
@Isolated
@interface IsolatedStory {}
