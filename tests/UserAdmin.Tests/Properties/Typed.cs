namespace UserAdmin.Tests.Properties;

/// <summary>A text as people type it, and the expected result.</summary>
/// <param name="Text">The text as typed.</param>
/// <param name="Stored">The text as stored; null for nothing.</param>
/// <param name="IsValid">Whether it is accepted.</param>
internal sealed record Typed(string? Text, string? Stored, bool IsValid = true)
{
    public static readonly Typed[] Emails =
    [
        new("ann@example.com", "ann@example.com"),
        new("ANN@Example.COM", "ANN@example.com"),
        new("bob@bücher.example", "bob@bücher.example"),
        new("Bob@XN--BCHER-KVA.example", "Bob@bücher.example"),
        new(" c\u0327elik@example.org ", "\u00e7elik@example.org"),
        new("no-at-sign", null, false),
        new("a..b@example.com", null, false),
        new("zoe@example.net", "zoe@example.net"),
    ];

    public static readonly Typed[] Names =
    [
        new("ann", "ann"),
        new("ANN", "ANN"),
        new("bob", "bob"),
        new(" bob ", "bob"),
        new("zoe@example.net", "zoe@example.net"),
        new("émile", null, false),
        new(" ", null, false),
        new("a_b-c.d+e", "a_b-c.d+e"),
    ];

    public static readonly Typed[] Phones =
    [
        new(null, null),
        new("+49 30 901820", "+49 30 901820"),
        new(" 110 ", "110"),
        new("call me", null, false),
        new("", null),
        new("110", "110"),
        new(new string('1', 51), null, false),
        new("(030) 1-2/3.4 x5", "(030) 1-2/3.4 x5"),
    ];

    public static readonly Typed[] DisplayNames =
    [
        new("Ann", "Ann"),
        new("  Zoe\u0308 ", "Zo\u00eb"),
        new("李雷", "李雷"),
        new("Zo\u00eb", "Zo\u00eb"),
        new("evil\u202Egnp", null, false),
        new("  ", null, false),
        new("𝓐nn O’Neil", "𝓐nn O’Neil"),
        new("half\ud800", null, false),
    ];

    public static readonly Typed[] Texts =
    [
        new(null, null),
        new("Sales", "Sales"),
        new(" Sales", "Sales"),
        new("", null),
        new("Bu\u0308ro", "B\u00fcro"),
        new("R\u0026D <b>", "R\u0026D <b>"),
        new("tab\there", null, false),
        new(new string('x', 151), null, false),
    ];

    public static readonly Typed[] Locales =
    [
        new(null, null),
        new("de-CH", "de-CH"),
        new(" en ", "en"),
        new("", null),
        new("zh-Hant-TW", "zh-Hant-TW"),
        new("en", "en"),
        new("de_CH", null, false),
        new("not a tag", null, false),
    ];

    public static readonly Typed[] RoleNames =
    [
        new("Support", "Support"),
        new("SUPPORT", "SUPPORT"),
        new("Editors", "Editors"),
        new(" Editors ", "Editors"),
        new("administrator", "administrator"),
        new("a, b", null, false),
        new("", null, false),
        new("支援", "支援"),
    ];

    /// <summary>
    /// Returns the expected result for a text in a field; a text that is not in the field's list is stored unchanged.
    /// </summary>
    public static Typed Of(string? text, Typed[] known) =>
        Array.Find(known, typed => typed.Text == text) ?? new Typed(text, text);
}
