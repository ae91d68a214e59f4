using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Tests;

/// <summary>Finds elements as a screen reader names them: by role and accessible name.</summary>
internal static class Accessible
{
    // The roles that the markup of the console has without saying so (HTML-AAM).
    private static readonly Dictionary<string, string> _implicit = new()
    {
        ["alert"] = "[role=alert]",
        ["button"] = "button, input[type=submit], summary, [role=button]",
        ["cell"] = "td",
        ["checkbox"] = "input[type=checkbox]",
        ["columnheader"] = "th[scope=col]",
        ["combobox"] = "select, [role=combobox]",
        ["dialog"] = "dialog, [role=dialog]",
        ["form"] = "form[aria-label], form[aria-labelledby]",
        ["group"] = "fieldset, details, [role=group]",
        ["heading"] = "h1, h2, h3, h4",
        ["link"] = "a[href]",
        ["list"] = "ul, ol, [role=list]",
        ["listitem"] = "li",
        ["menuitem"] = "[role=menuitem]",
        ["navigation"] = "nav",
        ["note"] = "[role=note]",
        ["option"] = "option, [role=option]",
        ["paragraph"] = "p",
        ["progressbar"] = "progress, [role=progressbar]",
        ["radio"] = "input[type=radio]",
        ["region"] = "section[aria-label], section[aria-labelledby], [role=region]",
        ["row"] = "tr, [role=row]",
        ["searchbox"] = "input[type=search], [role=searchbox]",
        ["separator"] = "hr, [role=separator]",
        ["spinbutton"] = "input[type=number]",
        ["status"] = "[role=status]",
        ["table"] = "table, [role=table]",
        ["term"] = "dt",
        ["definition"] = "dd",
        ["textbox"] = "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel]",
    };

    /// <summary>The one element with a role, and a name where one is given.</summary>
    public static IElement ByRole<T>(this IRenderedComponent<T> shown, string role, string? name = null)
        where T : IComponent => One(shown.AllByRole(role, name), role, name, shown.Markup);

    /// <summary>The one element with a role inside another element.</summary>
    public static IElement ByRole(this IElement within, string role, string? name = null) =>
        One(within.AllByRole(role, name), role, name, within.OuterHtml);

    /// <summary>Every element with a role, and a name where one is given.</summary>
    public static IReadOnlyList<IElement> AllByRole<T>(
        this IRenderedComponent<T> shown,
        string role,
        string? name = null
    )
        where T : IComponent => [.. shown.FindAll(_implicit[role]).Where(element => Is(element, role, name))];

    /// <summary>Every element with a role inside another element.</summary>
    public static IReadOnlyList<IElement> AllByRole(this IElement within, string role, string? name = null) =>
        [.. within.QuerySelectorAll(_implicit[role]).Where(element => Is(element, role, name))];

    /// <summary>The one field with a label.</summary>
    public static IElement ByLabel<T>(this IRenderedComponent<T> shown, string label)
        where T : IComponent =>
        One(
            [.. shown.FindAll("input, select, textarea").Where(field => NameOf(field) == label)],
            "field",
            label,
            shown.Markup
        );

    /// <summary>The cell of a row below the heading of its column.</summary>
    public static IElement CellUnder(this IElement row, string heading)
    {
        var headings = row.Closest("table")!.AllByRole("columnheader").Select(NameOf).ToList();
        headings.ShouldContain(heading);
        return row.AllByRole("cell")[headings.IndexOf(heading)];
    }

    /// <summary>What is said about a field besides its label: hint, error, another's value.</summary>
    public static string DescriptionOf(this IElement field) =>
        string.Join(' ', Ids(field, "aria-describedby").Select(Words));

    /// <summary>The text of an element with single blanks.</summary>
    public static string Words(this IElement element) => Words(element.TextContent);

    /// <summary>The accessible name: label, caption or what stands in the element.</summary>
    public static string NameOf(IElement element)
    {
        if (Ids(element, "aria-labelledby").ToList() is { Count: > 0 } labels)
        {
            return string.Join(' ', labels.Select(Words));
        }

        if (element.GetAttribute("aria-label") is { Length: > 0 } label)
        {
            return label;
        }

        if (element.LocalName is "input" or "select" or "textarea")
        {
            var own = element.Id is { Length: > 0 } id ? RootOf(element).QuerySelector($"label[for='{id}']") : null;
            return (own ?? element.Closest("label")) is { } labelling ? LabelOf(labelling) : "";
        }

        return element.LocalName == "fieldset" && element.QuerySelector("legend") is { } legend
            ? Heard(legend)
            : Heard(element);
    }

    // Text hidden from screen readers is not part of the name.
    private static string Heard(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var hidden in copy.QuerySelectorAll("[aria-hidden=true]").ToList())
        {
            hidden.Remove();
        }

        return Words(copy);
    }

    private static bool Is(IElement element, string role, string? name) =>
        (element.GetAttribute("role") ?? role) == role && (name is null || NameOf(element) == name);

    // The label's text without the field itself and its options.
    private static string LabelOf(IElement label)
    {
        var copy = (IElement)label.Clone();
        foreach (var field in copy.QuerySelectorAll("input, select, textarea").ToList())
        {
            field.Remove();
        }

        return Words(copy);
    }

    private static IEnumerable<IElement> Ids(IElement element, string attribute) =>
        (element.GetAttribute(attribute) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => RootOf(element).QuerySelector($"[id='{id}']"))
            .OfType<IElement>();

    // bUnit renders a fragment, not a document.
    private static IParentNode RootOf(INode node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return (IParentNode)node;
    }

    private static IElement One(IReadOnlyList<IElement> found, string role, string? name, string markup) =>
        found.Count == 1
            ? found[0]
            : throw new InvalidOperationException(
                $"{found.Count} elements with role “{role}”{(name is null ? "" : $" and name “{name}”")} in: {markup}"
            );

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
