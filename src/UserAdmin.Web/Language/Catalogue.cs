using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace UserAdmin.Web.Language;

/// <summary>The texts of one language, from all resources of its satellite assembly.</summary>
internal sealed class Catalogue
{
    private static readonly ConcurrentDictionary<string, Catalogue?> _all = new();

    private readonly FrozenDictionary<string, string>? _texts;
    private readonly CoreTemplates? _core;

    private Catalogue(string language) => Language = language;

    private Catalogue(string language, Dictionary<string, string> texts, IEnumerable<KeyValuePair<string, string>> core)
    {
        (Language, _texts) = (language, texts.ToFrozenDictionary(StringComparer.Ordinal));
        _core = new CoreTemplates(core, text => Find(text) ?? Number(text, CultureInfo.GetCultureInfo(language)));
    }

    /// <summary>The catalogue of the current request or circuit; null for English.</summary>
    public static Catalogue? Current
    {
        get
        {
            var language = ConsoleLanguage.Current;
            return language == ConsoleLanguage.English ? null : _all.GetOrAdd(language.Tag, Load);
        }
    }

    /// <summary>Tag of the language.</summary>
    public string Language { get; }

    /// <summary>The English texts that have a translation.</summary>
    public IEnumerable<string> Keys => _texts?.Keys ?? [];

    /// <summary>Returns the text for a key, or null.</summary>
    public string? Find(string key) => _texts is null ? $"[{key.Split('|', '#')[0]}]" : _texts.GetValueOrDefault(key);

    /// <summary>Returns a sentence of the core in this language, or null.</summary>
    public string? Translate(string english) => _core is null ? $"[{english}]" : _core.Translate(english);

    // The core writes them as in English.
    private static string? Number(string text, CultureInfo culture) =>
        text.Contains(',', StringComparison.Ordinal)
        && long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
        && number.ToString("N0", CultureInfo.InvariantCulture) == text
            ? number.ToString("N0", culture)
            : null;

    internal static Catalogue? Load(string language)
    {
        if (language == ConsoleLanguage.Pseudo)
        {
            return new Catalogue(language);
        }

        var (texts, core) = (new Dictionary<string, string>(), new List<KeyValuePair<string, string>>());
        var assembly = typeof(Catalogue).Assembly.GetSatelliteAssembly(CultureInfo.GetCultureInfo(language));
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
            foreach (DictionaryEntry entry in reader)
            {
                var (key, text) = ((string)entry.Key, (string)entry.Value!);
                texts[key] = text;
                if (name.Contains(".Core.", StringComparison.Ordinal))
                {
                    core.Add(new(key, text));
                }
            }
        }

        return new Catalogue(language, texts, core);
    }
}
