using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>
/// Judges the people of a pasted list as the import that invites them will, without changing anything.
/// </summary>
internal sealed class InvitationJudge(
    WriteContext context,
    ImportGranting granting,
    HostUserRules rules,
    IEnumerable<IHostUsers> hosts,
    ImportedHashes hashes,
    ILookupNormalizer normalizer,
    CurrentMessage current,
    TimeProvider time
)
{
    /// <summary>Returns the verdict on each person, or why the actor may not invite anybody like this.</summary>
    /// <param name="text">The text of the list.</param>
    /// <param name="people">The people in it.</param>
    /// <param name="request">What they shall get.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<(IReadOnlyList<InvitationCandidate> People, Error? Refusal)> JudgeAsync(
        string text,
        IReadOnlyList<PastedPerson> people,
        PreviewInvitations request,
        CancellationToken cancellationToken
    )
    {
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var options = InvitedList.OptionsOf(request.RoleIds);
        var (roles, refusal) = await granting.FindAsync(options, cancellationToken);
        refusal ??= UserErrors.CreationRefusal(context.Layout);
        if (refusal is not null)
        {
            return ([], refusal);
        }

        var reader = new ImportRowReader(
            options,
            InvitedList.Table.Columns,
            normalizer,
            context.Layout,
            hosts,
            hashes.Of(options)
        );
        var rows = people
            .Select((person, place) => reader.Read(place + 1, InvitedList.Cells(person.Email, person.Name, null)))
            .ToList();
        var (actorId, may) = (current.Context.Actor.Id, current.Access.Permissions);
        var facts = await ImportFacts.ReadAsync(
            context,
            rows,
            options,
            actorId,
            may,
            await granting.FindNamedAsync([], options, creates: false, cancellationToken),
            normalizer,
            cancellationToken
        );
        rows = await new ImportHostRules(rules, hosts).CheckAsync(rows, facts, cancellationToken);
        var judge = new ImportJudge(options, new(actorId, may, roles, null, time.GetUtcNow(), []), facts);
        var lines = new Dictionary<string, int>();
        return ([.. people.Zip(rows).Select(one => Candidate(text, one.First, one.Second, judge, facts, lines))], null);
    }

    private static InvitationCandidate Candidate(
        string text,
        PastedPerson person,
        ImportedRow row,
        ImportJudge judge,
        ImportFacts facts,
        Dictionary<string, int> lines
    )
    {
        var candidate = new InvitationCandidate(
            person.Line,
            person.Start,
            text.Substring(person.Start, person.Length),
            row.Errors.Count > 0 ? person.Email ?? "" : row.Creation.Email,
            person.Name,
            InvitationVerdict.Invalid
        );
        if (person.Email is null)
        {
            return candidate with { Reason = ImportErrors.NoAddress.Message };
        }

        if (row.Key is not null && !lines.TryAdd(row.Key, person.Line))
        {
            return candidate with
            {
                Verdict = InvitationVerdict.Repeated,
                Reason = ImportErrors.ListedTwice(lines[row.Key]).Message,
            };
        }

        if (row.Key is not null && facts.Matches.TryGetValue(row.Key, out var user))
        {
            return candidate with
            {
                Verdict =
                    user.IsDeleted ? InvitationVerdict.Deleted
                    : user.IsInvited && !user.IsDisabled ? InvitationVerdict.Invited
                    : InvitationVerdict.HasAccount,
                UserId = user.Id,
                AccountName = user.Profile.DisplayName,
                InvitedAt = user.Profile.InvitedAt,
            };
        }

        var judged = judge.Judge(row, "");
        return judged.Verdict == ImportVerdict.Create
            ? candidate with
            {
                Verdict = InvitationVerdict.Ready,
            }
            : candidate with
            {
                Reason = ImportErrorText.Of(judged.Errors).Reason,
            };
    }
}
