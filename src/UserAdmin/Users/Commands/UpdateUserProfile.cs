using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Changes who the person is. Holds the whole form: a field that differs from what it was at
/// <paramref name="SeenVersion"/> is changed, one that does not is left to whoever changed it meanwhile.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">Name as people read it, 1 to 200 characters.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> the person saw.</param>
[Permission(Permissions.UsersEdit)]
public sealed record UpdateUserProfile(string UserId, string DisplayName, long SeenVersion) : ICommand
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

internal sealed class UpdateUserProfileValidator : AbstractValidator<UpdateUserProfile>
{
    public UpdateUserProfileValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.SeenVersion).MustBeVersion();
        RuleFor(command => command.GivenName).MustBeText("given name", 100);
        RuleFor(command => command.FamilyName).MustBeText("family name", 100);
        RuleFor(command => command.JobTitle).MustBeText("job title", 150);
        RuleFor(command => command.Department).MustBeText("department", 100);
        RuleFor(command => command.Locale).MustBeLocale();
        RuleFor(command => command.TimeZone).MustBeTimeZone();
        RuleFor(command => command.ExternalId).MustBeText("external id", 255);
    }
}

internal sealed class UpdateUserProfileHandler(TakenValues taken, UserEditing editing)
    : ICommandHandler<UpdateUserProfile>
{
    public async Task<CommandResult> Handle(UpdateUserProfile request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        KeyValuePair<string, string?>[] wanted =
        [
            new(nameof(request.DisplayName), UserText.Clean(request.DisplayName)),
            new(nameof(request.GivenName), UserText.Clean(request.GivenName)),
            new(nameof(request.FamilyName), UserText.Clean(request.FamilyName)),
            new(nameof(request.JobTitle), UserText.Clean(request.JobTitle)),
            new(nameof(request.Department), UserText.Clean(request.Department)),
            new(nameof(request.Locale), UserText.CleanKey(request.Locale)),
            new(nameof(request.TimeZone), UserText.CleanKey(request.TimeZone)),
            new(nameof(request.ExternalId), UserText.CleanKey(request.ExternalId)),
        ];
        var (set, conflicts) = await editing.MergeAsync(user.Id, request.SeenVersion, wanted, cancellationToken);
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        var externalId = set.Find(field => field.Key == nameof(request.ExternalId)).Value;
        if (
            externalId is not null
            && externalId != user.Profile.ExternalId
            && await taken.ExternalIdAsync(externalId, user.Id, cancellationToken) is { } isTaken
        )
        {
            return CommandResult.Refused(isTaken);
        }

        user.UpdateProfile(set);
        return CommandResult.Done;
    }
}
