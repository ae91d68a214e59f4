using System.Globalization;
using System.Reflection;

namespace UserAdmin.Policies;

/// <summary>The fields of a policy by name, with their values as text, for merging edits and for the history.</summary>
internal static class PolicyFields
{
    private static readonly PropertyInfo[] _all = typeof(Policy).GetProperties(
        BindingFlags.Public | BindingFlags.Instance
    );

    /// <summary>Returns every field with its value.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Of(Policy policy) =>
        _all.Select(field => new KeyValuePair<string, string?>(
            field.Name,
            Convert.ToString(field.GetValue(policy), CultureInfo.InvariantCulture)
        ));

    /// <summary>Returns a copy of a policy with some fields set.</summary>
    public static Policy With(Policy policy, IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var changed = policy with { };
        foreach (var (name, value) in fields)
        {
            var field = _all.Single(field => field.Name == name);
            field.SetValue(changed, Convert.ChangeType(value, field.PropertyType, CultureInfo.InvariantCulture));
        }

        return changed;
    }
}
