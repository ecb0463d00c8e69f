package dev.headwater.chart;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/** What the comments of a source file say of its constants. */
final class Javadoc {
    private static final Path API = Path.of("../crds/src/main/java/dev/headwater/api/v1alpha1");

    /**
     * Name to sentence, in the order of the file.
     *
     * @throws IllegalStateException if a constant has no comment
     */
    static Map<String, String> ofConstants(Class<?> type) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var source = files.getJavaFileObjects(API.resolve(type.getSimpleName() + ".java"));
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, source);
            var scanner = new Constants(DocTrees.instance(task));
            scanner.scan(task.parse(), null);
            return scanner.found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sentence(String comment) {
        return comment.strip().replaceAll("\\s+", " ").replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`");
    }

    /** Public constants; those of an enum have no modifiers in the source. */
    private static final class Constants extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final Map<String, String> found = new LinkedHashMap<>();

        private Constants(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            return null;
        }

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            if (variable.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                return null;
            }
            var comment = docs.getDocComment(getCurrentPath());
            if (comment == null) {
                throw new IllegalStateException(variable.getName() + " has no comment");
            }
            found.put(variable.getName().toString(), sentence(comment));
            return null;
        }
    }

    private Javadoc() {}
}
