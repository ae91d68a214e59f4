using FluentValidation;
using FluentValidation.Results;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>The rules for values of columns that an application added (<see cref="AccountAttribute"/>).</summary>
internal static class AttributeRules
{
    /// <summary>
    /// Adds the rules: each attribute exists, is named once, may be set, and has a value of its type. A refusal names
    /// the attribute as its field.
    /// </summary>
    /// <param name="validator">The validator of the command.</param>
    /// <param name="layout">The database.</param>
    /// <param name="isNew">Whether an account is created: then required attributes are asked for, too.</param>
    public static void RulesForAttributes<T>(this AbstractValidator<T> validator, DatabaseLayout layout, bool isNew)
        where T : UserDetails =>
        validator
            .RuleFor(command => command.Attributes)
            .Custom(
                (values, context) =>
                {
                    foreach (var (field, problem) in Problems(values ?? [], layout.Attributes, isNew))
                    {
                        context.AddFailure(new ValidationFailure(field, problem) { ErrorCode = "attributes.invalid" });
                    }
                }
            );

    /// <summary>Returns the values in the form in which they are stored. They have been validated.</summary>
    public static IReadOnlyList<AttributeValue> Cleaned(
        IReadOnlyList<AttributeValue>? values,
        IReadOnlyList<AccountAttribute> attributes
    ) =>
        [
            .. (values ?? []).Select(given =>
            {
                Find(attributes, given.Name)!.TryRead(given.Value, out var value);
                return given with { Value = value };
            }),
        ];

    private static IEnumerable<(string Field, string Problem)> Problems(
        IReadOnlyList<AttributeValue> values,
        IReadOnlyList<AccountAttribute> attributes,
        bool isNew
    )
    {
        var named = new HashSet<string>();
        foreach (var (name, value) in values)
        {
            var field = AccountAttribute.Prefix + name;
            if (Find(attributes, name) is not { } attribute)
            {
                yield return (field, $"The application has no attribute “{name}”.");
            }
            else if (!named.Add(name))
            {
                yield return (field, $"Give “{attribute.Title}” only once.");
            }
            else if (!attribute.IsEditable && !(isNew && attribute.IsRequired))
            {
                yield return (
                    field,
                    $"“{attribute.Title}” is only shown here: whoever runs the console decides in "
                        + "UserAdmin:EditableAttributes what can be changed."
                );
            }
            else if (UserText.Unreadable(value) is { } unreadable)
            {
                yield return (field, $"Remove {unreadable} from “{attribute.Title}”.");
            }
            else if (attribute.TryRead(value, out _) is { } problem)
            {
                yield return (field, problem);
            }
        }

        foreach (
            var missing in isNew ? attributes.Where(one => one.IsRequired && !named.Contains(one.Column.Name)) : []
        )
        {
            yield return (missing.Name, $"Enter “{missing.Title}”: the application requires it.");
        }
    }

    private static AccountAttribute? Find(IReadOnlyList<AccountAttribute> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.Column.Name == name);
}
