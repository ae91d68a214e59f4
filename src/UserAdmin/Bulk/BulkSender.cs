using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Bulk;

/// <summary>
/// Sends the commands of a bulk action on behalf of the person who started it, and again those that failed.
/// </summary>
internal sealed class BulkSender(ICommandBus commands, TimeProvider time, ILogger<BulkSender> logger)
{
    /// <summary>How often one user is tried when the program itself fails.</summary>
    internal const int MostTries = 3;

    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Returns the id of the command that changes a user in a batch. It is always the same, so that the command is
    /// carried out only once.
    /// </summary>
    internal static Guid CommandIdOf(string batchId, string userId) => DerivedCommandId.Of(batchId, userId);

    /// <summary>Returns the context of a command that belongs to a batch.</summary>
    public static CommandContext Context(Actor actor, string batchId, Guid commandId) =>
        new(actor, commandId) { CorrelationId = CommandContext.BatchPrefix + batchId };

    /// <summary>
    /// Sends a user's command for each user, in order, and those that failed once more. A command that fails again and
    /// again is reported as refused.
    /// </summary>
    public async Task<IReadOnlyList<CommandResult>> SendAsync(
        BulkRun run,
        IReadOnlyList<BulkRunUser> users,
        CancellationToken cancellationToken
    )
    {
        var results = new CommandResult?[users.Count];
        for (var attempt = 1; ; attempt++)
        {
            var open = Enumerable.Range(0, results.Length).Where(place => results[place] is null).ToList();
            var answers = await commands.SendAllAsync(
                [.. open.Select(place => (CommandOf(run, users[place]), ContextOf(run, users[place].UserId)))],
                cancellationToken
            );
            // None is left behind, not even when the program stops.
            await ((Task)Task.WhenAll(answers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (place, answer) in open.Zip(answers))
            {
                results[place] =
                    answer.IsCompletedSuccessfully ? OfStarter(await answer)
                    : attempt == MostTries ? CommandResult.Refused(BulkErrors.Fault)
                    : null;
                if (answer.Exception?.InnerException is { } fault)
                {
                    logger.LogError(
                        fault,
                        "{Command} failed for user {UserId} of bulk action {BatchId}.",
                        CommandOf(run, users[place]).GetType().Name,
                        users[place].UserId,
                        run.BatchId
                    );
                }
            }

            if (Array.TrueForAll(results, result => result is not null))
            {
                return results!;
            }

            await Task.Delay(_afterFault * attempt, time, cancellationToken);
        }
    }

    private static ICommand CommandOf(BulkRun run, BulkRunUser user) =>
        BulkActions.Command(run.Action, user.UserId, run.RoleId, run.LockUntil, user.Events);

    private static CommandContext ContextOf(BulkRun run, string userId) =>
        Context(Actor.Of(run.ActorId), run.BatchId, CommandIdOf(run.BatchId, userId)) with
        {
            Reason = run.Reason,
        };

    private static CommandResult OfStarter(CommandResult result) =>
        result.Errors.Any(error => error.Code == MessagingErrors.NotSignedIn.Code)
            ? CommandResult.Refused(BulkErrors.StarterGone)
        : result.Errors.Any(error => error.Code == MessagingErrors.NotPermitted("").Code)
            ? CommandResult.Refused(BulkErrors.StarterNotPermitted)
        : result;
}
