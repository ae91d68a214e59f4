using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Records refused attempts: on unknown accounts, on accounts that do not allow sign-in, without a permission, and of
/// applications.
/// </summary>
/// <param name="Attempts">1 to 100 attempts.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordRefusedAttempts(IReadOnlyList<RefusedAttempt> Attempts) : ICommand
{
    /// <summary>The maximum number of attempts in one command.</summary>
    internal const int MostAttempts = 100;
}

internal sealed class RecordRefusedAttemptsValidator : AbstractValidator<RecordRefusedAttempts>
{
    public RecordRefusedAttemptsValidator()
    {
        RuleFor(command => command.Attempts)
            .Cascade(CascadeMode.Stop)
            .Must(attempts => attempts is { Count: >= 1 and <= RecordRefusedAttempts.MostAttempts })
            .Coded("attempts.count", "Name 1 to 100 attempts.")
            .Must(attempts => attempts.All(IsWhole))
            .Coded(
                "attempts.invalid",
                "Each attempt needs a kind, an account where it has one, what was tried, and a count."
            );
    }

    private static bool IsWhole(RefusedAttempt attempt) =>
        attempt
            is {
                Count: >= 1,
                What: { Length: >= 1 and <= 200 } what,
                Typed: null or { Length: <= 320 },
                IpAddress: null or { Length: <= 64 }
            }
        && Enum.IsDefined(attempt.Kind)
        && (
            attempt.Kind == RefusedAttemptKind.UnknownAccount
                ? attempt.UserId is null
                : attempt.UserId is { Length: >= 1 and <= 450 }
        )
        && UserText.IsSafe(what)
        && UserText.IsSafe(attempt.Typed)
        && UserText.IsSafe(attempt.IpAddress)
        && UserText.IsSafe(attempt.UserId);
}

internal sealed class RecordRefusedAttemptsHandler(WriteContext context, UnitOfWork unitOfWork)
    : ICommandHandler<RecordRefusedAttempts>
{
    public async Task<CommandResult> Handle(RecordRefusedAttempts request, CancellationToken cancellationToken)
    {
        var ids = request
            .Attempts.Where(attempt => attempt.Kind != RefusedAttemptKind.Application)
            .Select(attempt => attempt.UserId)
            .OfType<string>()
            .Distinct()
            .ToArray();
        var known = await context
            .UserProfiles.Where(profile => EF.Parameter(ids).Contains(profile.UserId))
            .Select(profile => profile.UserId)
            .ToListAsync(cancellationToken);
        var recorder = new Recorder();
        recorder.Events.AddRange(
            request
                .Attempts.Where(attempt =>
                    // An application may be deleted; that it tried is worth knowing all the more.
                    attempt.UserId
                        is null
                    || attempt.Kind == RefusedAttemptKind.Application
                    || known.Contains(attempt.UserId)
                )
                .Select(Event)
        );
        unitOfWork.Record([recorder]);
        return CommandResult.Done;
    }

    private static IEvent Event(RefusedAttempt attempt) =>
        attempt.Kind switch
        {
            RefusedAttemptKind.UnknownAccount => new UnknownAccountTried(
                attempt.Typed,
                attempt.What,
                attempt.IpAddress,
                attempt.Count,
                attempt.LastAt
            ),
            RefusedAttemptKind.InactiveAccount => new UserAttemptRefused(
                attempt.UserId!,
                attempt.What,
                attempt.IpAddress,
                attempt.Count,
                attempt.LastAt
            ),
            RefusedAttemptKind.Permission => new UserPermissionRefused(
                attempt.UserId!,
                attempt.What,
                attempt.IpAddress,
                attempt.Count,
                attempt.LastAt
            ),
            RefusedAttemptKind.Application => new ApplicationAttemptRefused(
                attempt.UserId!,
                attempt.Typed ?? "",
                attempt.What,
                attempt.IpAddress,
                attempt.Count,
                attempt.LastAt
            ),
            _ => throw new InvalidOperationException($"No event for {attempt.Kind}."),
        };

    private sealed class Recorder : IRecordsEvents
    {
        public List<IEvent> Events { get; } = [];
    }
}
