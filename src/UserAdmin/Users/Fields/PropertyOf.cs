using System.Reflection;

namespace UserAdmin.Users.Fields;

/// <summary>
/// A text property of a type by its name: read and written through delegates, so that what has to be done for every
/// field is written once. Init-only properties can be written too: do so only before anybody else has the object.
/// </summary>
/// <exception cref="InvalidOperationException">The type has no such property: a field was declared and not
/// stored.</exception>
internal sealed class PropertyOf<T>
    where T : class
{
    private readonly Action<T, string?>? _set;

    public PropertyOf(string name)
    {
        var property =
            typeof(T).GetProperty(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            ?? throw new InvalidOperationException(
                $"{typeof(T).Name} has no property {name}: add it beside the others."
            );
        Get = property.GetMethod!.CreateDelegate<Func<T, string?>>();
        _set = property.SetMethod?.CreateDelegate<Action<T, string?>>();
        Property = property;
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Reads it.</summary>
    public Func<T, string?> Get { get; }

    /// <summary>Writes it.</summary>
    public void Set(T owner, string? value) =>
        (_set ?? throw new InvalidOperationException($"{typeof(T).Name}.{Property.Name} cannot be set."))(owner, value);
}
