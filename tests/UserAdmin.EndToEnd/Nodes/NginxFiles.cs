using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>
/// The files that nginx needs: deploy/nginx.conf or deploy/nginx-path.conf, in which only addresses and places of files
/// are replaced, a frame for it and a certificate.
/// </summary>
internal static class NginxFiles
{
    /// <summary>Writes the files and returns the path of the configuration.</summary>
    /// <param name="folder">The folder in which the files are written.</param>
    /// <param name="port">The port that browsers use.</param>
    /// <param name="nodes">The addresses of the nodes.</param>
    /// <param name="neighbour">The program that the host belongs to, if the console is below a path.</param>
    public static async Task<string> WriteAsync(
        string folder,
        int port,
        IReadOnlyList<string> nodes,
        NginxNeighbour? neighbour
    )
    {
        await WriteCertificateAsync(folder);
        var shipped = await File.ReadAllTextAsync(BuiltProgram.Metadata(neighbour is null ? "Nginx" : "NginxPath"));
        var adapted = Adapt(shipped, Places(folder, port, nodes));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "useradmin.conf"),
            neighbour is null ? adapted : Adapt(adapted, Places(neighbour))
        );
        var main = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(main, Frame(folder));
        return main;
    }

    private static (string Pattern, string Replacement)[] Places(
        string folder,
        int port,
        IReadOnlyList<string> nodes
    ) =>
        [
            (
                @"^    server 127\.0\.0\.1:5080(?<rest>.*;)$",
                string.Join('\n', nodes.Select(node => $"    server {new Uri(node).Authority}${{rest}}"))
            ),
            (@"^server \{\n    listen 80;(?s:.*?)\n\}\n", ""),
            (@"^    listen 443 ssl http2;$", $"    listen 127.0.0.1:{port} ssl http2;"),
            (@"^    listen \[::\]:443 ssl http2;$", ""),
            (@"(?<=ssl_certificate +)/etc/ssl/useradmin", folder),
            (@"(?<=ssl_certificate_key +)/etc/ssl/useradmin", folder),
            (@"(?<=access_log )/var/log/nginx", folder),
        ];

    // What the comments of the file say about a proxy that takes the path off.
    private static (string Pattern, string Replacement)[] Places(NginxNeighbour neighbour) =>
        [
            (@"^    server 127\.0\.0\.1:5000;$", $"    server {new Uri(neighbour.Address).Authority};"),
            .. neighbour.TakesPathOff
                ? new (string, string)[]
                {
                    (@"(?<=^    proxy_set_header X-Forwarded-Prefix )\x22\x22(?=;$)", NginxNeighbour.Path),
                    (@"(?<=^        proxy_pass http://useradmin)(?=;$)", "/"),
                    (@"(?<=^            proxy_pass http://useradmin)(?=;$)", "/_blazor/negotiate"),
                }
                : [],
        ];

    private static string Adapt(string shipped, (string Pattern, string Replacement)[] places)
    {
        // Each replacement must find its place, so that the test cannot run with something else than what is shipped.
        foreach (var (pattern, replacement) in places)
        {
            var place = new Regex(pattern, RegexOptions.Multiline);
            place.Count(shipped).ShouldBe(1, pattern);
            shipped = place.Replace(shipped, replacement);
        }

        return shipped;
    }

    private static string Frame(string folder) =>
        $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off;
            worker_processes 2;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events {}
            http {
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                include {{folder}}/useradmin.conf;
            }
            """;

    private static async Task WriteCertificateAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}

/// <summary>The program that the host belongs to, if the console is below a path of it.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="TakesPathOff">Whether nginx takes the path off and says so in <c>X-Forwarded-Prefix</c>.</param>
internal sealed record NginxNeighbour(string Address, bool TakesPathOff)
{
    /// <summary>The path of the console in deploy/nginx-path.conf.</summary>
    public const string Path = "/admin/users";
}
