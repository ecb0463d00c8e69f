package dev.headwater.e2e.stories;

import dev.headwater.e2e.world.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and its certificate for a server of this machine that the cluster calls.
 *
 * @param pem the certificate, which is its own authority
 */
record ServerIdentity(SSLContext tls, String pem) {
    private static final String ALIAS = "server";
    private static final char[] PASSWORD = "nothing secret".toCharArray();

    /**
     * @param address of the server, an IP address
     * @param folder for the key while it is made
     */
    static ServerIdentity of(String address, Path folder) throws IOException, GeneralSecurityException {
        var file = folder.resolve("server.p12");
        Program.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=stories.headwater.test",
                        "-ext",
                        "san=ip:" + address,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .output();
        var store = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        return new ServerIdentity(tls(store), pem(store));
    }

    private static SSLContext tls(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String pem(KeyStore store) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate(ALIAS).getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
