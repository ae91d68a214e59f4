using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Commands;

/// <summary>
/// What is known of a person beside names and addresses, each of it or null: the command that creates an account, the
/// one that edits it and the event of the creation carry the same. <see cref="Fields.UserFields"/> says what may stand
/// in each.
/// </summary>
public abstract record UserDetails
{
    /// <summary>Given name, at most 100 characters, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name, at most 100 characters, or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Job title, at most 150 characters, or null.</summary>
    public string? JobTitle { get; init; }

    /// <summary>Department, at most 100 characters, or null.</summary>
    public string? Department { get; init; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// Unique id that the system the person comes from knows the account by (SCIM <c>externalId</c>, RFC 7643), case
    /// exact, at most 255 characters, or null.
    /// </summary>
    public string? ExternalId { get; init; }
}

/// <summary>Fills <see cref="UserDetails"/> field by field.</summary>
public static class UserDetailsExtensions
{
    /// <summary>The same command with other details.</summary>
    /// <param name="command">The command.</param>
    /// <param name="value">The value of each field, or null for none.</param>
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
