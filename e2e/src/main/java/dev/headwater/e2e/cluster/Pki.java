package dev.headwater.e2e.cluster;

/** Makes keys and certificates with openssl: the JDK can sign none, and a library for it would be the larger part. */
final class Pki {
    private static final String DAYS = "3650";

    private final Layout layout;

    Pki(Layout layout) {
        this.layout = layout;
    }

    /** Makes the authority, and a certificate for everybody who has one in every cluster. */
    void create() {
        Command.run("openssl", "genrsa", "-out", file("service-accounts.key"), "2048");
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                DAYS,
                "-subj",
                "/CN=headwater-dev",
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.crt"));
        Certificate.all().forEach(this::sign);
    }

    /** RSA, because the Java client of the stories reads no other key without one more library. */
    void sign(Certificate certificate) {
        Command.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                DAYS,
                "-subj",
                certificate.subject(),
                "-CA",
                file("ca.crt"),
                "-CAkey",
                file("ca.key"),
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-addext",
                "extendedKeyUsage=serverAuth,clientAuth",
                "-addext",
                certificate.alternativeNameExtension(),
                "-keyout",
                file(certificate.name() + ".key"),
                "-out",
                file(certificate.name() + ".crt"));
    }

    private String file(String name) {
        return layout.pki(name).toString();
    }
}
