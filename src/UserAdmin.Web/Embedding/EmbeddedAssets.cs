using System.Text.Json.Nodes;
using UserAdmin.Storage;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// The scripts and styles of the console in a host application. There they are files of a package, in
/// <c>_content/UserAdmin.Web</c>; the pages name them as they do in the program, so the host's manifest is rewritten.
/// The host's own files are left out.
/// </summary>
internal static class EmbeddedAssets
{
    private const string Ours = "_content/UserAdmin.Web/";

    // The names of the styles of single components: in a package, and in a program.
    private const string PackedStyles = "UserAdmin.Web.bundle.scp.css";
    private const string Styles = "UserAdmin.Web.styles.css";

    private static readonly string[] _alsoNeeded = ["_content/MudBlazor/", "_framework/"];

    /// <summary>Writes the manifest for the console, and returns its path. Delete it when it has been read.</summary>
    /// <param name="application">Name of the host application.</param>
    /// <exception cref="StartupException">The host's files are not complete; the text says what to do.</exception>
    public static string Write(string application)
    {
        var manifest = Path.Combine(AppContext.BaseDirectory, $"{application}.staticwebassets.endpoints.json");
        if (!File.Exists(manifest))
        {
            throw new StartupException(
                $"UserAdmin needs {manifest}, which a project with Sdk=\"Microsoft.NET.Sdk.Web\" writes when "
                    + "it is built."
            );
        }

        var root = JsonNode.Parse(File.ReadAllText(manifest))!;
        var kept = new JsonArray();
        foreach (var endpoint in root["Endpoints"]!.AsArray())
        {
            if (NameOf(endpoint!["Route"]!.GetValue<string>()) is { } route)
            {
                var copy = endpoint.DeepClone();
                copy["Route"] = route;
                foreach (var property in copy["EndpointProperties"]?.AsArray() ?? [])
                {
                    if (property!["Name"]!.GetValue<string>() == "label")
                    {
                        property["Value"] = NameOf(property["Value"]!.GetValue<string>());
                    }
                }

                kept.Add(copy);
            }
        }

        if (!kept.Any(endpoint => endpoint!["Route"]!.GetValue<string>() == "_framework/blazor.web.js"))
        {
            throw new StartupException(
                "UserAdmin needs the script of Blazor: put "
                    + "<RequiresAspNetWebAssets>true</RequiresAspNetWebAssets> into a PropertyGroup of the project "
                    + "file."
            );
        }

        root["Endpoints"] = kept;
        var file = Path.Combine(Path.GetTempPath(), $"useradmin-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, root.ToJsonString());
        return file;
    }

    private static string? NameOf(string route) =>
        route.StartsWith(Ours, StringComparison.Ordinal)
            ? route[Ours.Length..].Replace(PackedStyles, Styles, StringComparison.Ordinal)
        : Array.Exists(_alsoNeeded, folder => route.StartsWith(folder, StringComparison.Ordinal)) ? route
        : null;
}
