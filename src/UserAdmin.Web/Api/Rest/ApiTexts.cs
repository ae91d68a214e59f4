using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace UserAdmin.Web.Api.Rest;

/// <summary>
/// What the types of the core say about themselves: the XML documentation of messages and view models.
/// </summary>
internal static partial class ApiTexts
{
    private static readonly Lazy<Dictionary<string, XElement>> _members = new(Read);

    /// <summary>Returns what a type is; null if it does not say.</summary>
    public static string? Of(Type type) => Text(Member(type)?.Element("summary"));

    /// <summary>Returns what a property is: of its own, or as a parameter of its record.</summary>
    public static string? Of(PropertyInfo property) =>
        property.DeclaringType is { } type
            ? Text(
                _members.Value.GetValueOrDefault($"P:{NameOf(type)}.{property.Name}")?.Element("summary")
                    ?? Member(type)
                        ?.Elements("param")
                        .FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name)
            )
            : null;

    /// <summary>Returns what a member of an enum is.</summary>
    public static string? Of(Type choice, string member) =>
        Text(_members.Value.GetValueOrDefault($"F:{NameOf(choice)}.{member}")?.Element("summary"));

    private static XElement? Member(Type type) => _members.Value.GetValueOrDefault($"T:{NameOf(type)}");

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Read()
    {
        using var stream = typeof(ApiTexts).Assembly.GetManifestResourceStream("UserAdmin.xml");
        return stream is null
            ? []
            : XDocument
                .Load(stream)
                .Descendants("member")
                .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = string.Concat(element.Nodes().Select(Words));
        return Spaces().Replace(text, " ").Trim() is { Length: > 0 } words ? words : null;
    }

    private static string Words(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "seealso" } see => Referred(see),
            XElement { Name.LocalName: "paramref" } parameter => parameter.Attribute("name")?.Value ?? "",
            XElement other => string.Concat(other.Nodes().Select(Words)),
            _ => "",
        };

    private static string Referred(XElement see) =>
        see.Attribute("langword")?.Value
        ?? (see.Attribute("cref")?.Value is { } name ? name.Split('(')[0].Split('.', ':')[^1] : see.Value);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
