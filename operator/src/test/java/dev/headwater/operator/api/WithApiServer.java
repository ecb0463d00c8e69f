package dev.headwater.operator.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests with a real API server, on which they find the kinds of this project and of snapshots, two namespaces, a node, and default classes.
 * A parameter of {@code @BeforeAll} is its client, which is closed after the last test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("api")
@ExtendWith(SharedApiServer.class)
public @interface WithApiServer {}
