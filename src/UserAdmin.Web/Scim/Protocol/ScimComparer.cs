using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace UserAdmin.Web.Scim.Protocol;

/// <summary>
/// Compares the values of an attribute with that of a filter, by the attribute's type. Texts are compared in
/// normalisation form C (RFC 7644, section 7.8), references without the version of the protocol in the address
/// (RFC 7643, section 2.4).
/// </summary>
internal sealed partial class ScimComparer
{
    private readonly ScimOperator _operator;
    private readonly ScimType _type;
    private readonly StringComparison _case;
    private readonly DateTimeOffset _moment;
    private readonly decimal _number;
    private readonly bool _flag;
    private readonly bool _isNull;

    /// <exception cref="ScimFault">The attribute cannot be compared so: <c>invalidFilter</c>.</exception>
    public ScimComparer(ScimPath path, ScimOperator @operator, JsonValue? value)
    {
        var attribute = path.Last!;
        _operator = @operator;
        _type = attribute.Type;
        _case = attribute.IsCaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        _isNull = value is null;
        if (@operator == ScimOperator.Pr)
        {
            return;
        }

        if (attribute.IsComplex)
        {
            throw ScimFault.Filter(
                $"{path} has sub-attributes, so only “pr” applies to it. Compare one of them, such as "
                    + $"{path}.{attribute.Sub[0].Name}."
            );
        }

        if (value is null)
        {
            if (@operator is not (ScimOperator.Eq or ScimOperator.Ne))
            {
                throw ScimFault.Filter($"Only “eq” and “ne” compare with null, and {path} is compared otherwise.");
            }

            return;
        }

        Text = ScimValues.Compared(value);
        var isText = _type is ScimType.String or ScimType.Reference;
        if (
            !isText && @operator is ScimOperator.Co or ScimOperator.Sw or ScimOperator.Ew
            || (_type == ScimType.Boolean && @operator is not (ScimOperator.Eq or ScimOperator.Ne))
        )
        {
            throw ScimFault.Filter(
                $"“{@operator.ToString().ToLowerInvariant()}” does not apply to {path}, which is no text."
            );
        }

        var isValid = _type switch
        {
            ScimType.Boolean => bool.TryParse(Text, out _flag),
            ScimType.DateTime => ScimValues.TryMoment(Text, out _moment),
            ScimType.Integer => decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _number),
            _ => true,
        };
        if (!isValid)
        {
            throw ScimFault.Filter($"{path} is compared with “{Text}”, and it is a " + $"{TypeName(_type)}.");
        }
    }

    /// <summary>The value as text in form C; null if there is none.</summary>
    public string? Text { get; }

    /// <summary>Returns whether the comparison holds for the values that an attribute has.</summary>
    public bool Matches(IEnumerable<JsonNode> values) =>
        _operator switch
        {
            ScimOperator.Pr => values.Any(ScimValues.IsPresent),
            ScimOperator.Eq when _isNull => !values.Any(ScimValues.IsPresent),
            ScimOperator.Ne when _isNull => values.Any(ScimValues.IsPresent),
            ScimOperator.Ne => !values.Any(value => Holds(value, ScimOperator.Eq)),
            _ => values.Any(value => Holds(value, _operator)),
        };

    private static string TypeName(ScimType type) =>
        type switch
        {
            ScimType.Boolean => "boolean",
            ScimType.DateTime => "dateTime",
            _ => "number",
        };

    private bool Holds(JsonNode node, ScimOperator @operator)
    {
        if (node is not JsonValue value)
        {
            return false;
        }

        var text = ScimValues.Compared(value);
        switch (_type)
        {
            case ScimType.Boolean:
                return bool.TryParse(text, out var flag) && flag == _flag;

            case ScimType.DateTime:
                return ScimValues.TryMoment(text, out var moment) && Holds(moment.CompareTo(_moment), @operator);

            case ScimType.Integer:
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && Holds(number.CompareTo(_number), @operator);

            case ScimType.Reference when @operator == ScimOperator.Eq:
                return WithoutVersion(text).Equals(WithoutVersion(Text!), _case);

            default:
                return @operator switch
                {
                    ScimOperator.Eq => text.Equals(Text, _case),
                    ScimOperator.Co => text.Contains(Text!, _case),
                    ScimOperator.Sw => text.StartsWith(Text!, _case),
                    ScimOperator.Ew => text.EndsWith(Text!, _case),
                    _ => Holds(string.Compare(text, Text, _case), @operator),
                };
        }
    }

    private static string WithoutVersion(string address) => VersionInAddress().Replace(address, "");

    [GeneratedRegex("(^|(?<=/))v[0-9]+/(?=(Users|Groups)(/|$))", RegexOptions.IgnoreCase)]
    private static partial Regex VersionInAddress();

    private static bool Holds(int order, ScimOperator @operator) =>
        @operator switch
        {
            ScimOperator.Eq => order == 0,
            ScimOperator.Gt => order > 0,
            ScimOperator.Ge => order >= 0,
            ScimOperator.Lt => order < 0,
            ScimOperator.Le => order <= 0,
            _ => false,
        };
}
