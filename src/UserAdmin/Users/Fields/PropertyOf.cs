using System.Reflection;

namespace UserAdmin.Users.Fields;

/// <summary>
/// A string property of a type, found by its name. Delegates read and write it, so that code for all fields is written
/// once. Init-only properties can be written too, but only before anybody else uses the object.
/// </summary>
/// <exception cref="InvalidOperationException">The type has no such property: a field was declared but is not
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
                $"{typeof(T).Name} has no property {name}; declare it there as well."
            );
        Get = property.GetMethod!.CreateDelegate<Func<T, string?>>();
        _set = property.SetMethod?.CreateDelegate<Action<T, string?>>();
        Property = property;
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Reads the property.</summary>
    public Func<T, string?> Get { get; }

    /// <summary>Writes the property.</summary>
    public void Set(T owner, string? value) =>
        (_set ?? throw new InvalidOperationException($"{typeof(T).Name}.{Property.Name} cannot be set."))(owner, value);
}
