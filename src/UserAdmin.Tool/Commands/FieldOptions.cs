using System.CommandLine;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>
/// An option for each text of a body of the API, so that a field that the API gets is one of the tool, too.
/// </summary>
/// <typeparam name="TBody">The body.</typeparam>
internal sealed class FieldOptions<TBody>
{
    private readonly List<(string Json, Option<string?> Option)> _fields = [];

    private readonly Option<string[]> _attributes = new("--attribute")
    {
        Description = "A column of the application's own; can be repeated.",
        HelpName = "name=value",
    };

    /// <summary>Creates them.</summary>
    /// <param name="isNew">Whether what a body needs has to be typed; otherwise nothing has to be.</param>
    /// <param name="without">Properties that are no options.</param>
    public FieldOptions(bool isNew, params IReadOnlyList<string> without)
    {
        foreach (var property in typeof(TBody).GetProperties())
        {
            if (property.PropertyType != typeof(string) || property.Name == "Reason" || without.Contains(property.Name))
            {
                continue;
            }

            var json = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var isRequired = isNew && property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
            _fields.Add(
                (
                    json,
                    new Option<string?>("--" + Column.Words(json, '-'))
                    {
                        Description = $"The {Column.Words(json)}{(isNew ? "" : "; empty to clear it")}.",
                        HelpName = "text",
                        Required = isRequired,
                    }
                )
            );
        }
    }

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [.. _fields.Select(one => one.Option), _attributes];

    /// <summary>Whether one of them was typed.</summary>
    public bool AnyTyped(Call call) => All.Any(call.Has);

    /// <summary>Returns the body.</summary>
    /// <param name="call">The command.</param>
    /// <param name="before">What it is without the options: the thing as it was read; null for nothing.</param>
    public TBody Read(Call call, object? before = null)
    {
        var old = before is null ? null : JsonSerializer.SerializeToNode(before, ApiClient.Json)!.AsObject();
        var body = new JsonObject();
        foreach (var (json, option) in _fields)
        {
            body[json] = call.Get(option) ?? old?[json]?.GetValue<string>() ?? (before is null ? null : "");
        }

        if (call.Get(_attributes) is { Length: > 0 } attributes)
        {
            body["attributes"] = new JsonArray([.. attributes.Select(Attribute)]);
        }

        return body.Deserialize<TBody>(ApiClient.Json)!;
    }

    private static JsonObject Attribute(string text)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        return sign > 0
            ? new JsonObject
            {
                ["name"] = text[..sign],
                ["value"] = text[(sign + 1)..] is { Length: > 0 } value ? value : null,
            }
            : throw new ToolException(
                ExitCode.Usage,
                $"“{text}” is no attribute. Say its name and its value: --attribute badge=4711."
            );
    }
}
