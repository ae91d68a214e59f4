using System.ComponentModel;
using System.Reflection;

namespace UserAdmin.Web.Embedding;

/// <summary>Sets what an application added to its users, so that its validators see it.</summary>
/// <param name="properties">The properties of its class, by the names of their columns.</param>
internal sealed class HostUserColumns(IReadOnlyDictionary<string, PropertyInfo> properties)
{
    /// <summary>Sets a property from the text of a column; one that the text does not fit stays as it is.</summary>
    /// <param name="user">The user.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="value">The value as text; null for none.</param>
    public void Set(object user, string column, string? value)
    {
        if (!properties.TryGetValue(column, out var property) || !property.CanWrite)
        {
            return;
        }

        try
        {
            property.SetValue(
                user,
                value is null
                    ? null
                    : TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(value)
            );
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException or FormatException)
        {
            // A conversion of the application's own, which only its model knows.
        }
    }
}
