using Microsoft.Extensions.Options;
using UserAdmin.Users;

namespace UserAdmin.Mail;

/// <summary>
/// Finds the template for a person's language: <c>de-CH</c>, then <c>de</c>, then the language of the settings, then
/// English; for each language, a file in the configured folder takes precedence. Files are read again for every mail,
/// so that a corrected file is used at once.
/// </summary>
internal sealed class MailTemplates(IOptions<MailOptions> options)
{
    /// <summary>The language that has a template for every mail.</summary>
    public const string English = "en";

    private const string Prefix = "MailTemplates/";

    // The build names the resources with the path separators of its operating system.
    private static readonly Dictionary<string, string> _builtIn = typeof(MailTemplates)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'));

    /// <summary>Finds the template of a mail.</summary>
    /// <exception cref="FormatException">A file in the configured folder is not a valid template; the message names
    /// it.</exception>
    public MailTemplate Find(MailKind kind, string? locale)
    {
        foreach (
            var language in (IEnumerable<string>)[.. Varieties(locale), .. Varieties(options.Value.Language), English]
        )
        {
            if (Read($"{language}/{kind}.txt") is { } text)
            {
                return MailTemplate.Parse(language, text);
            }
        }

        throw new InvalidOperationException($"There is no template for {kind}.");
    }

    /// <summary>Returns the HTML around the paragraphs of every HTML mail.</summary>
    public string Layout() => Read("layout.html") ?? throw new InvalidOperationException("There is no layout.");

    /// <summary>Returns whether there is any template in a language or in one that it is a variety of.</summary>
    public static bool Has(string language, string? folder) =>
        Varieties(language)
            .Any(one =>
                _builtIn.Keys.Any(name => name.StartsWith($"{one}/", StringComparison.Ordinal))
                || (folder is not null && Directory.Exists(Path.Combine(folder, one)))
            );

    private static IEnumerable<string> Varieties(string? locale)
    {
        // The language becomes part of a path.
        var language = locale is not null && locale.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? locale : "";
        while (language.Length > 0)
        {
            yield return language;
            language = language[..Math.Max(0, language.LastIndexOf('-'))];
        }
    }

    private string? Read(string name)
    {
        if (
            options.Value.TemplateDirectory is { } folder
            && Path.Combine(folder, name) is var path
            && File.Exists(path)
        )
        {
            return File.ReadAllText(path);
        }

        if (!_builtIn.TryGetValue(name, out var resource))
        {
            return null;
        }

        using var reader = new StreamReader(typeof(MailTemplates).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
