using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Layout;

/// <summary>
/// Our own line icons, 16 × 16, in the colour of the surrounding text. They are always beside a text, so they are
/// hidden from screen readers. They are strings that all pages share, because a component would keep buffers of two
/// kilobytes for each icon of every open page (decision 69).
/// </summary>
internal static class Glyph
{
    // Those that point somewhere in reading, which are mirrored with the page.
    private static readonly FrozenSet<string> _pointing = new[]
    {
        "left",
        "right",
        "sign-in",
        "sign-out",
        "undo",
        "activity",
        "bulk",
    }.ToFrozenSet();

    private const string Start =
        "viewBox=\"0 0 16 16\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" "
        + "stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\"><path d=\"";

    private static readonly FrozenDictionary<string, MarkupString> _all = new Dictionary<string, string>
    {
        ["overview"] = "M2.500 13.500v-4M6.200 13.500v-7M9.800 13.500v-5M13.500 13.500v-11",
        ["users"] =
            "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 13.5c0-2.2 2-4 4.500-4s4.500 1.800 4.500"
            + " 4M10.500 2.700a2.500 2.500 0 0 1 0 4.600M12 9.800c1.500.6 2.500 2 2.500 3.700",
        ["system"] = "M1.500 8h3l2-5 3 10 2-5h3",
        ["activity"] = "M3 3.500v9M3 3.500h.1M3 8h.1M3 12.500h.1M6.500 3.500h7M6.500 8h7M6.500 12.500h4.500",
        ["settings"] = "M2 4.500h6M11 4.500h3M9.500 3v3M2 11.500h3M8 11.500h6M6.500 10v3",
        ["search"] = "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M10.700 10.700 14 14",
        ["plus"] = "M8 3v10M3 8h10",
        ["check"] = "m3 8.500 3.200 3.200L13 4.500",
        ["close"] = "m4 4 8 8M12 4l-8 8",
        ["copy"] = "M6 6h7.500v7.500H6zM3.500 10H2.500V2.500H10v1",
        ["edit"] = "m10.500 3 2.500 2.500L6 12.500l-3.200.7.700-3.200z",
        ["lock"] = "M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500",
        ["unlock"] = "M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 4.800-1",
        ["key"] = "M5.500 13a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M7.300 8.700 13 3M10.500 5.500l2 2",
        ["role"] = "M8 1.800 13 3.500v4c0 3.200-2 5.500-5 6.700-3-1.200-5-3.500-5-6.700v-4z",
        ["stop"] = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M3.800 3.800l8.400 8.400",
        ["sign-in"] = "M9 2.500h4v11H9M2.500 8H10M7 5l3 3-3 3",
        ["sign-out"] = "M7 2.500H3v11h4M6 8h7.500M10.500 5l3 3-3 3",
        ["refresh"] = "M13.500 8A5.500 5.500 0 1 1 11.800 4M13.500 2v3h-3",
        ["left"] = "m10 3-5 5 5 5",
        ["right"] = "m6 3 5 5-5 5",
        ["down"] = "m3.500 6 4.500 4.500L12.500 6",
        ["menu"] = "M2.500 4h11M2.500 8h11M2.500 12h11",
        ["up"] = "m3.500 10 4.500-4.500L12.500 10",
        ["filter"] = "M2 4h12M4.500 8h7M7 12h2",
        ["columns"] = "M2.500 3h11v10h-11zM6.200 3v10M9.800 3v10",
        ["mail"] = "M2 3.500h12v9H2zM2.500 4.500 8 9l5.500-4.500",
        ["invitation"] =
            "M6 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M1.500 13.500c0-2.200 2-4 4.500-4s4.500 1.800 4.500 4"
            + "M12.500 5v5M10 7.500h5",
        ["phone"] =
            "M5 2.500 3 3.500c0 5 4.500 9.500 9.500 9.500l1-2-2.700-2-1.600 1C7.700 9.200 6.800 8.300 6"
            + " 6.800l1-1.600z",
        ["alert"] = "M8 2 14.500 13.500h-13zM8 6.500v3M8 11.500v.1",
        ["clock"] = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 5v3.200l2 1.300",
        ["trash"] = "M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.700 7v4M9.300 7v4",
        ["undo"] = "M5.500 2.500 2.500 5.500l3 3M2.500 5.500h7a4 4 0 0 1 0 8h-3",
        ["tag"] = "M2.500 2.500h5l6 6-5 5-6-6zM5.500 5.500h.1",
        ["link"] =
            "M6.500 9.500a2.800 2.800 0 0 0 4 0l2.500-2.500a2.800 2.800 0 0 0-4-4l-1 1M9.500 6.500a2.800"
            + " 2.800 0 0 0-4 0L3 9a2.800 2.800 0 0 0 4 4l1-1",
        ["device"] = "M2.500 3h11v7.500h-11zM6 13.500h4M8 10.500v3",
        ["upload"] = "M8 10.500v-8M4.500 6 8 2.500 11.500 6M2.500 10.500v3h11v-3",
        ["bulk"] = "M2 4.500 3.200 5.700 5.500 3M2 11.500l1.200 1.200L5.500 10M8 4.500h6M8 11.500h6",
        ["view"] = "M4 2.500h8v11L8 10.500l-4 3z",
        ["pin"] = "M5.500 2.500h5M6.500 2.500v4L4.500 9v.5h7V9l-2-2.500v-4M8 9.500v4",
        ["share"] =
            "M11.500 5.500a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600M4.500 9.800a1.800 1.800 0 1"
            + " 0 0-3.600 1.800 1.800 0 0 0 0 3.600M11.500 14.100a1.800 1.800 0 1 0 0-3.600 1.800 1.800"
            + " 0 0 0 0 3.600M6.100 7.100l3.800-2.300M6.100 8.900l3.800 2.300",
        ["theme"] = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 2v12",
    }.ToFrozenDictionary(pair => pair.Key, pair => Drawn(pair.Value, _pointing.Contains(pair.Key)));

    private static readonly MarkupString _unknown = Drawn("M8 8h.1", isPointing: false);

    /// <summary>Returns an icon.</summary>
    /// <param name="name">The name of the icon.</param>
    public static MarkupString Of(string name) => _all.GetValueOrDefault(name, _unknown);

    private static MarkupString Drawn(string path, bool isPointing) =>
        new($"<svg class=\"ua-icon{(isPointing ? " ua-flips" : "")}\" {Start}{path}\" /></svg>");
}
