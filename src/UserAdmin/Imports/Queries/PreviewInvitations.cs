using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Imports.Queries;

/// <summary>
/// Reads a pasted list of people and says of each whether the person can be invited, and why not. It judges by the
/// accounts as they are on the write side, as the import that invites them will (decision 99). Also needs
/// <see cref="Permissions.UsersRead"/>, <see cref="Permissions.UsersCreate"/> and, to give roles,
/// <see cref="Permissions.RolesAssign"/>.
/// </summary>
/// <param name="Text">The text, at most 80,000 characters with at most 1,000 people.</param>
/// <param name="RoleIds">Keys of the roles that everybody shall get.</param>
[Permission(Permissions.UsersImport)]
public sealed record PreviewInvitations(string Text, IReadOnlyList<string> RoleIds)
    : IQuery<IReadOnlyList<InvitationCandidate>>
{
    /// <summary>The largest number of characters.</summary>
    public const int MostCharacters = 80_000;

    /// <summary>Leaves out the text.</summary>
    public override string ToString() => $"{nameof(PreviewInvitations)} {{ Characters = {Text.Length} }}";
}

/// <summary>A person, or something that is none, in a pasted list.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Raw">What stands there.</param>
/// <param name="Email">The address, cleaned if it is valid; empty if there is none.</param>
/// <param name="Name">The name beside it, or null.</param>
/// <param name="Verdict">Whether the person can be invited.</param>
public sealed record InvitationCandidate(
    int Line,
    int Start,
    string Raw,
    string Email,
    string? Name,
    InvitationVerdict Verdict
)
{
    /// <summary>Why the person cannot be invited, as sentences; null if the verdict says all.</summary>
    public string? Reason { get; init; }

    /// <summary>The account that has the address, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>The display name of that account, or null.</summary>
    public string? AccountName { get; init; }

    /// <summary>When that account was invited, or null.</summary>
    public DateTimeOffset? InvitedAt { get; init; }
}

/// <summary>What can be done for somebody in a pasted list.</summary>
public enum InvitationVerdict
{
    /// <summary>Can be invited.</summary>
    Ready,

    /// <summary>Has no valid address, or would be refused for another reason.</summary>
    Invalid,

    /// <summary>Is on an earlier line too.</summary>
    Repeated,

    /// <summary>Has an account that needs no invitation, or one that is disabled.</summary>
    HasAccount,

    /// <summary>Was invited and has not answered; the invitation can be sent again.</summary>
    Invited,

    /// <summary>The address belongs to a deleted account, which can be restored.</summary>
    Deleted,
}

internal sealed class PreviewInvitationsHandler(InvitationJudge judge, CurrentMessage current)
    : IQueryHandler<PreviewInvitations, IReadOnlyList<InvitationCandidate>>
{
    public async Task<Answer<IReadOnlyList<InvitationCandidate>>> Handle(
        PreviewInvitations request,
        CancellationToken cancellationToken
    )
    {
        if (!current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            return new() { Refusal = MessagingErrors.NotPermitted(Permissions.UsersRead) };
        }

        if (request.Text.Length > PreviewInvitations.MostCharacters)
        {
            return new() { Refusal = ImportErrors.ListTooLong };
        }

        var people = PastedPeople.In(request.Text);
        if (people.Count > InvitePeople.MostPeople)
        {
            return new() { Refusal = ImportErrors.TooManyPeople(people.Count) };
        }

        var (judged, refusal) = await judge.JudgeAsync(request.Text, people, request, cancellationToken);
        return refusal is null ? new() { Value = judged } : new() { Refusal = refusal };
    }
}
