using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Commands;

/// <summary>
/// The optional details of a person, each of them null if unknown. The command that creates an account, the command
/// that edits it and the event for its creation share them. <see cref="Fields.UserFields"/> defines the rules for each.
/// </summary>
public abstract record UserDetails
{
    /// <summary>Given name, at most 100 characters, or null.</summary>
    [Personal]
    public string? GivenName { get; init; }

    /// <summary>Family name, at most 100 characters, or null.</summary>
    [Personal]
    public string? FamilyName { get; init; }

    /// <summary>Job title, at most 150 characters, or null.</summary>
    [Personal]
    public string? JobTitle { get; init; }

    /// <summary>Department, at most 100 characters, or null.</summary>
    [Personal]
    public string? Department { get; init; }

    /// <summary>
    /// Number that the employer knows the person by (SCIM <c>employeeNumber</c>, RFC 7643, section 4.3), at most 100
    /// characters, not necessarily unique; or null.
    /// </summary>
    [Personal]
    public string? EmployeeNumber { get; init; }

    /// <summary>Cost center, at most 100 characters, or null.</summary>
    [Personal]
    public string? CostCenter { get; init; }

    /// <summary>Organization or company, at most 200 characters, or null.</summary>
    [Personal]
    public string? Organization { get; init; }

    /// <summary>Division of the organization, at most 100 characters, or null.</summary>
    [Personal]
    public string? Division { get; init; }

    /// <summary>
    /// Key of the account of the person's manager (SCIM <c>manager</c>, RFC 7643, section 4.3), or null. It must be
    /// another account that is not deleted when it is set.
    /// </summary>
    [Personal]
    public string? ManagerId { get; init; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    [Personal]
    public string? Locale { get; init; }

    /// <summary>IANA time zone, or null.</summary>
    [Personal]
    public string? TimeZone { get; init; }

    /// <summary>
    /// The account's unique id in the system that it comes from (SCIM <c>externalId</c>, RFC 7643), case exact, at most
    /// 255 characters, or null.
    /// </summary>
    [Personal]
    public string? ExternalId { get; init; }

    /// <summary>
    /// Values of columns that the application added (<see cref="AccountAttribute"/>), each named once; null for none.
    /// </summary>
    public IReadOnlyList<AttributeValue>? Attributes { get; init; }
}

/// <summary>The value of a column that an application added to its table of users.</summary>
/// <param name="Name">Name of the column (<see cref="ExtraColumn.Name"/>).</param>
/// <param name="Value">The value as text, or null for none.</param>
public sealed record AttributeValue(string Name, [property: Personal] string? Value);

/// <summary>Fills <see cref="UserDetails"/> field by field.</summary>
public static class UserDetailsExtensions
{
    /// <summary>Returns a copy of the command with other details.</summary>
    /// <param name="command">The command.</param>
    /// <param name="value">Returns the value of each field, or null for none.</param>
    public static TCommand WithDetails<TCommand>(this TCommand command, Func<UserField, string?> value)
        where TCommand : UserDetails
    {
        var filled = (TCommand)(command with { });
        foreach (var field in UserFields.Details)
        {
            field.Editing!.InDetails!.Set(filled, value(field));
        }

        return filled;
    }
}
