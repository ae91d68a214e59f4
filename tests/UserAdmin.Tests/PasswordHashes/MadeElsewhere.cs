using UserAdmin.PasswordHashes;

namespace UserAdmin.Tests.PasswordHashes;

/// <summary>A hash that another program made, of a password that is known.</summary>
/// <param name="By">The program with its version.</param>
/// <param name="Text">The hash as it wrote it.</param>
public sealed record MadeElsewhere(string By, string Text)
{
    /// <summary>The password of all hashes that do not say otherwise.</summary>
    public const string UsualPassword = "correct horse battery staple 42";

    /// <summary>
    /// The project of the example that Firebase publishes with its scrypt (github.com/firebase/scrypt); the files of
    /// `firebase-tools` in the tests have its hash.
    /// </summary>
    public static FirebaseScryptParameters FirebaseExample { get; } =
        new("jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==");

    /// <summary>The kind that it is recognised as.</summary>
    public string Kind { get; init; } = "bcrypt";

    /// <summary>The password.</summary>
    public string Password { get; init; } = UsualPassword;

    /// <summary>What the program keeps beside the hash.</summary>
    public PasswordHashParts? Parts { get; init; }

    /// <summary>
    /// Each kind once or more. “Standard library” means: no program of the kind could be installed, so the hash was
    /// made from its documented formula by Python 3.11 (hashlib, hmac) or argon2-cffi 21.1.0.
    /// </summary>
    public static IReadOnlyList<MadeElsewhere> All { get; } =
    [
        new("PHP 8.2.36, password_hash", "$2y$10$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4T9YC1q.XxBhWgHh9knQ2e"),
        new("PHP 8.2.36, password_hash", "$2y$05$yJkbHYAmqo.ERu4O0lykyeqcunA2suPSxdiKsfDlPKc1CGURJFS5O")
        {
            Password = "Grüße 密码",
        },
        new("PHP 8.2.36, password_hash", "$2y$05$bMLnfMYC3o0eqc3GvIiHHuvsrujEN2yIKaKusmDSE78XmkBAP.Xw6")
        {
            Password = "01234567890123456789012345678901234567890123456789012345678901234567890123456789",
        },
        new("PHP 8.2.36, crypt", "$2x$05$abcdefghijklmnopqrstuuDYhor4q8gaAdPuWlL8g3OhCW/Vl/Mwy"),
        new("PHP 8.2.36, crypt", "$2a$06$abcdefghijklmnopqrstuu/gw5g6ypFaXcHz4JRrAFcDVxHKeDDyq"),
        new("bcryptjs 3.0.3", "$2b$06$N8ZaSgdxLeiqQtaafusVi.9I3rJ4MLSYlsbwVbpqOI3EF10BncM2K"),
        new("Python bcrypt 3.2.2", "$2b$06$K18xH/xolyGt19KQy5Mk8.aVGQ7Lc9JQNjgsNOrkXLtpMrjtEXzVa"),
        new("Python bcrypt 3.2.2", "$2a$06$PxcuAsH6KqZPO7EBBWNB6O0lcBHiR74el58eMDnRud1PgLqdtYR3G"),
        new(
            "Python bcrypt 3.2.2, as Spring stores it",
            "{bcrypt}$2a$06$PxcuAsH6KqZPO7EBBWNB6O0lcBHiR74el58eMDnRud1PgLqdtYR3G"
        ),
        new("Auth0 import file", "$2b$10$bYqDWxbSK62BXy.WiIvobOHJOCKP9cBkX8CiOvuCpHwVofL.hkufK"),
        new("Django 3.2.25", "bcrypt$$2b$08$FuiaarqUqq.s/LWutER17evmCGbXhjkp/KXia1XxYZ/qXv/Mzqf/q"),
        new("Django 3.2.25", "bcrypt_sha256$$2b$08$at.Sqwofhdk7OxSlHZr6D.HWtrAaRXLPwG8z7pz3ClROVjskmw0uW")
        {
            Kind = "Django (bcrypt_sha256)",
        },
        new("WordPress 6.8, wp_users", "$wp$2y$10$uswP3gWt4hA/bAmpdHuxJu2zdgAkzWSE1ry7eWBiI88rL4D3TBBUy")
        {
            Kind = "WordPress (bcrypt)",
        },
        new(
            "PHP 8.2.36, the lines of wp_hash_password",
            "$wp$2y$08$ukp7NRUb.90Wanza72dbLeaVeCLj2leyb.y3DZUFj6v8AD04aj6PG"
        )
        {
            Kind = "WordPress (bcrypt)",
        },
        new("passlib 1.7.4, phpass", "$P$Bv4K5NpHyvsFHAiNz9hjOWDQ9/qkqZ/") { Kind = "WordPress (phpass)" },
        new("passlib 1.7.4, phpass, as phpBB writes it", "$H$Bv4K5NpHyvsFHAiNz9hjOWDQ9/qkqZ/")
        {
            Kind = "WordPress (phpass)",
        },
        new(
            "PHP 8.2.36, password_hash",
            "$argon2id$v=19$m=65536,t=4,p=1$TUVsRG9CSlppc3l2aU50ZQ$Oimfu9g3j5Ldw4O32H+U2is0fAXg4YTQQnowTFEAb5k"
        )
        {
            Kind = "Argon2",
        },
        new(
            "PHP 8.2.36, password_hash",
            "$argon2i$v=19$m=4096,t=2,p=1$S0RsL3htaXR3M1VadkRCbw$5ob3DKQsmK3gDVGD2gr+R+S5naF9H9vvdK8fJTHh93Q"
        )
        {
            Kind = "Argon2",
        },
        new(
            "Django 3.2.25",
            "argon2$argon2id$v=19$m=102400,t=2,p=8$VHdZWUVaa2ZtSk45MFBxYVMyc2hyRg$nN1Ljv7CVEnUZ58ZZ19sMg"
        )
        {
            Kind = "Argon2",
        },
        new(
            "argon2-cffi 21.1.0",
            "$argon2d$v=19$m=1024,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$TallrltP2ki0oZuOn/zVUDmIurB6v1GYVcNDRusTPrs"
        )
        {
            Kind = "Argon2",
        },
        new(
            "argon2-cffi 21.1.0, version 1.0",
            "$argon2id$v=16$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$lGfW4d6mdWccgtm12a2JELQYlskKFJtkX+7nlWDlYRI"
        )
        {
            Kind = "Argon2",
        },
        new(
            "argon2-cffi 21.1.0, as Spring stores it",
            "{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$bmxBdo42xqbDvy5olq+Mm3XYUrSNozHr2gIEBYmnDU8"
        )
        {
            Kind = "Argon2",
        },
        new(
            "slappasswd of OpenLDAP 2.5.13",
            "{ARGON2}$argon2i$v=19$m=4096,t=3,p=1$Wc1BSl85NEfUvXfRgYlrmw$nptcDeNf20dzublyH0rHGr9xkBt/oqiLN6Sk2gHeguE"
        )
        {
            Kind = "Argon2",
        },
        new(
            "Better Auth 1.7, account",
            "bbe71f0f32132fb4e09d73b42fe2747e:fed3ac58ea72a8a597ff85a6a327d42a8ac905124927bb5"
                + "d70c2f635518fd99280fec16903f8780a9614a431e780490f62e169ddb70c72e3068d82d81492fc7c"
        )
        {
            Kind = "Better Auth (scrypt)",
        },
        // The password has a ligature and an ångström sign, which NFKC writes otherwise.
        new(
            "Better Auth 1.7.25",
            "f8151952f90177316d75b142ca5f6d6a:742eff94f5b91089af87e6e30fc27509b19694b79935c78"
                + "a99d33a7a42bab71ed650b35359d5aea159a95c716083bb3858b257204d1ce898848bf399fd41ce15"
        )
        {
            Kind = "Better Auth (scrypt)",
            Password = "\uFB01ne \u212B 42",
        },
        new(
            "Firebase, its published example",
            "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=="
        )
        {
            Kind = "Firebase (scrypt)",
            Password = "user1password",
            Parts = new("42xEC+ixf3L2lw==", Firebase: FirebaseExample),
        },
        new(
            "firebase-scrypt 2.2.0",
            "TIymeJAPPfR/+K5AMXE8XRfP3Q9xJ79SwpFqoYFUqJbrtuq6XYoBAEaK+T3cVtTdr1EmD7kGjkC8GVzChk+ncg=="
        )
        {
            Kind = "Firebase (scrypt)",
            Parts = new("42xEC+ixf3L2lw==", Firebase: FirebaseExample),
        },
        new("passlib 1.7.4", "$scrypt$ln=12,r=8,p=1$z/nfe8/ZO4dwTgmhNCYEgA$/HvbGwNWqJ4pu52QCPU1uAmFt85SteQhJpViju5a8dU")
        {
            Kind = "scrypt",
        },
        new(
            "standard library, as Django 4 writes it",
            "scrypt$16384$abcdefghijkl$8$1$7/KbYkICRfnUioanZ6nJHtMT+NGGkmaJSGkekcfs8ZgIovLr0zfFuvO3Lt9ei/szzvtnj5wcenI8GxNcll/Otw=="
        )
        {
            Kind = "Django (scrypt)",
        },
        new("Django 3.2.25", "pbkdf2_sha256$20000$cXHfIVUpjZYCuXoifOAyxi$Enp7HOpTddKb65B8mifTdfm9n+wH+TgnGT6S8wvEvoQ=")
        {
            Kind = "Django (PBKDF2)",
        },
        new("Django 3.2.25", "pbkdf2_sha1$20000$lfbeWCuZsIboPPBt9qtxPS$WwkNYkPxTXiDD+Gy0Lz4guCFIHg=")
        {
            Kind = "Django (PBKDF2)",
        },
        new(
            "Werkzeug 2.2.2",
            "pbkdf2:sha256:20000$aJAn9rMXxpaNAU8J$ba11d82d779633f33705a2b181d34d8a8c9e2cf7d80641d6ef92025ce575712c"
        )
        {
            Kind = "Werkzeug (PBKDF2)",
        },
        new("passlib 1.7.4", "$pbkdf2-sha256$5000$xRjD.P./N6bUutdaa43x3g$uSt7lAJF1pRrvJmVTpOZP9kow.EOW12kkFd9LdlPghw")
        {
            Kind = "PBKDF2",
        },
        new(
            "passlib 1.7.4, as a PHC string",
            "$pbkdf2-sha512$i=5000,l=64$/D8H4ByDsBbiPGdMybmXkg$Xo8Fwbf0noHOAXgNx.j2xnxgPkxek."
                + "epusHLDbTtVBKyF09plXdc050lxpOZQLJfpT6QXc4xKwNS9x8HIaOiDw"
        )
        {
            Kind = "PBKDF2",
        },
        new("passlib 1.7.4", "$pbkdf2$5000$t7aWsrZWqhUCQGhtjdH6Pw$gFAD6WDDOdGxwgpKWiPFAKcKbhI") { Kind = "PBKDF2" },
        new(
            "standard library, as Spring writes it",
            "{pbkdf2@SpringSecurity_v5_8}000102030405060708090a0b0c0d0e0f99a71b7ecbaa5ddba492c384a02835960972cf3958445d7f9f78d64b41e05f34"
        )
        {
            Kind = "Spring (PBKDF2)",
        },
        new(
            "standard library, as Spring 5.5 writes it",
            "{pbkdf2}0001020304050607b3dd6497010b457a1f0d94d16c8d4bb61ed5b7ba4a6a7b0d4ef5ff8b3ba989f6"
        )
        {
            Kind = "Spring (PBKDF2)",
        },
        Keycloak(
            "5j1zn5LScx8cWuJEjfjMo+dGUqNdtpi1g7s2McFgL1cpad/QLC4ktjNvsHedLb71VUxpzO0HAdU8CdZmm3odjg==",
            """{"hashIterations":27500,"algorithm":"pbkdf2-sha256","additionalParameters":{}}""",
            "Keycloak (PBKDF2)"
        ),
        Keycloak(
            "docMugP2CoalqYuDOFUDJxdINuV8sM1pUZPz5oU9O7urV1kOsuLviMJMiq4WXNTGyjTXSD0814PSXxMXZXdH7A==",
            """{"hashIterations":210000,"algorithm":"pbkdf2-sha512","additionalParameters":{}}""",
            "Keycloak (PBKDF2)"
        ),
        Keycloak(
            "EJTe+zh5ZWINFixTnSrFrgMB+w4qWQi1VezAZ2yZfy8=",
            """{"hashIterations":5,"algorithm":"argon2","additionalParameters":{"hash"""
                + """Length":["32"],"memory":["7168"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}""",
            "Argon2"
        ),
        new(
            "slappasswd of OpenLDAP 2.5.13, in base64 as slapcat writes it",
            "e1NTSEF9Z2JRMlgzQ3FTMCtSMHZ6SkdVR0pEcXRUZUxRNXNFSE4="
        )
        {
            Kind = "LDAP {SSHA}",
        },
        new("slappasswd of OpenLDAP 2.5.13", "{SSHA}gbQ2X3CqS0+R0vzJGUGJDqtTeLQ5sEHN") { Kind = "LDAP {SSHA}" },
        new("slappasswd of OpenLDAP 2.5.13", "{SHA}c78NaMkid7nPI2tF9ELFiADb5rg=") { Kind = "LDAP {SHA}" },
        new("slappasswd of OpenLDAP 2.5.13", "{SMD5}TrRzhOu7g3zV1+Ckl+ZjwAK/NXo=") { Kind = "LDAP {SMD5}" },
        new("slappasswd of OpenLDAP 2.5.13", "{MD5}ZT2zEPZRu4r5ujspyBFT/w==") { Kind = "LDAP {MD5}" },
        new("slappasswd of OpenLDAP 2.5.13", "{SSHA256}RaJXU2SQnwbr1wRIVT+XLTx6yuxwjTo3ggCiMJq+bEHJ9qSHnOuAYw==")
        {
            Kind = "LDAP {SSHA256}",
        },
        new("slappasswd of OpenLDAP 2.5.13", "{SHA256}TaMMN+4OzANp7mJnny94zTGHysuNeQ6Jk3ElfJZKkL0=")
        {
            Kind = "LDAP {SHA256}",
        },
        new(
            "slappasswd of OpenLDAP 2.5.13",
            "{SSHA384}gRTnRmnn41wl4G5z392df1jlBuTBBvgaCzjvmYFHaxKjzjhrCS12jCTTsMbo0Nw3RUjxHqQQPBk="
        )
        {
            Kind = "LDAP {SSHA384}",
        },
        new(
            "slappasswd of OpenLDAP 2.5.13",
            "{SSHA512}JcgnMCgaxbvCtJu1VoaM78k+vylcXKDNLVK+M+8rio+Nnc7Po7KvXWiLcDeFavF+33hh8p4l/r4yZ11AAtxu6Hu7R70jsosm"
        )
        {
            Kind = "LDAP {SSHA512}",
        },
        new(
            "slappasswd of OpenLDAP 2.5.13",
            "{SHA512}T07uDcW5cMr3CSQUyhrAe7aIYXyedchkHSIhaGiuy7hQW5cVPUXSEGsOcGbUAxShdNDATiGs4/nMUWtQM+EwRw=="
        )
        {
            Kind = "LDAP {SHA512}",
        },
        new(
            "slappasswd of OpenLDAP 2.5.13",
            "{CRYPT}$6$xBiZcTJF/jvkLD4R$sTDH6sgIsxp13fsASioDykHLT0qMsXLcS.KWPzQAkGI2kpLtHsiK0Q/9acC1zT8YG8NlcBrauwpRPHigpvQpa/"
        )
        {
            Kind = "crypt (SHA-512)",
        },
        new("openssl passwd of OpenSSL 3.0.19", "$1$Nd4pmv/s$jS66Ngnq.wRph3UZaGkIr/") { Kind = "crypt (MD5)" },
        new("openssl passwd of OpenSSL 3.0.19", "$apr1$yWV2DrpV$/HI6IOdcdrom6l1XAt4uo.") { Kind = "crypt (MD5)" },
        new("openssl passwd of OpenSSL 3.0.19", "$5$xEOT6DA9mYk0w6fx$F483w1Mnt67Cy32MO3OdNIDTcWXKpUZvYbhnILpl/TD")
        {
            Kind = "crypt (SHA-256)",
        },
        new(
            "openssl passwd of OpenSSL 3.0.19",
            "$6$J8ABebGJIZYjmc6d$ZtQ4yRIf9yBNla837PzVhGdfik5pG2l3milkgc7ayHOcAjyhQhEymaJrkuVoTjK8TfF6kHfL031vaeOynvN6Q0"
        )
        {
            Kind = "crypt (SHA-512)",
        },
        new(
            "mkpasswd 5.5.17",
            "$6$rounds=10000$14i3WD2OazRoEH3b$pRWn2fiPGhx2W2fkVGTO1VRxk/9SaQAh5wvvPtwOlMq46S4OPU1Az7jUInbqtO.1kbMpuVXstCQiEUkhVO6qx/"
        )
        {
            Kind = "crypt (SHA-512)",
        },
        new("mkpasswd 5.5.17", "$5$rounds=1000$m/phiLT7iWsIG3Wk$XbUCTkkN.yxQFEFosxdUehmQsD0ORUc48EVR4T/T5dD")
        {
            Kind = "crypt (SHA-256)",
            Password = "Grüße 密码",
        },
        new(
            "standard library, as ASP.NET Membership writes it",
            "KK13EzkmzIHrNLsjuWX2v0VFnB8=|1|AAECAwQFBgcICQoLDA0ODw=="
        )
        {
            Kind = "ASP.NET Membership",
        },
        new(
            "standard library, as ASP.NET Membership of .NET 4 writes it",
            "WEju+WlYDfkO4gKMX4w6cckYFlQLjtEVanR0oAREBDc="
        )
        {
            Kind = "ASP.NET Membership",
            Parts = new("AAECAwQFBgcICQoLDA0ODw==", "1"),
        },
    ];

    /// <summary>Shows the program and the kind in the list of tests.</summary>
    public override string ToString() => $"{Kind} by {By}: {Text[..Math.Min(Text.Length, 30)]}";

    private static MadeElsewhere Keycloak(string value, string credentialData, string kind) =>
        new(
            "standard library, as Keycloak writes it",
            $$$"""{"value":"{{{value}}}","salt":"AAECAwQFBgcICQoLDA0ODw==","additionalParameters":{}}"""
        )
        {
            Kind = kind,
            Parts = new(Format: credentialData),
        };
}
