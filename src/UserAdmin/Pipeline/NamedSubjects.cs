using System.Collections.Concurrent;
using System.Reflection;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Finds the ids that a command names, whatever they are of.</summary>
internal static class NamedSubjects
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> _ids = new();

    /// <summary>Returns the ids that the command names; in a set, those of all members.</summary>
    public static IEnumerable<string> Of(ICommand command) =>
        command is CommandSet set
            ? set.Commands.SelectMany(Of).Distinct()
            : _ids.GetOrAdd(
                    command.GetType(),
                    type =>
                        [
                            .. type.GetProperties()
                                .Where(property =>
                                    property.PropertyType == typeof(string)
                                    && property.Name.EndsWith("Id", StringComparison.Ordinal)
                                    && !property.IsDefined(typeof(SecretAttribute))
                                ),
                        ]
                )
                .Select(property => property.GetValue(command))
                .OfType<string>();
}
