using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;

namespace UserAdmin.Tests.Properties;

/// <summary>
/// The outcome that the naive model expects of a send: accepted at a position, or refused for one kind of reason.
/// </summary>
internal sealed record Expected(string? Refusal, long Position);

/// <summary>
/// The pipeline in its simplest form, over dictionaries in memory: no database, no log, no transaction.
/// </summary>
internal sealed class NaiveProgram(NaiveDirectory start)
{
    private readonly Dictionary<Guid, (string Content, string Sender, long Position)> _processed = [];

    public NaiveDirectory Now { get; private set; } = start;

    public Expected Send(ICommand command, Actor sender, Guid commandId)
    {
        var access = sender.Kind == ActorKind.System ? null : Now.AccessOf(sender.Id) ?? [];
        if (command is CommandSet { Commands: var parts } && parts.Any(part => part is SignIn or CommandSet))
        {
            return new Expected("command-set.invalid", 0);
        }

        if (
            command is not CommandSet
            && (NaiveGuards.Denied(command, sender, access) ?? NaiveGuards.Invalid(command)) is { } early
        )
        {
            return new Expected(early, 0);
        }

        var content = CommandFingerprint.Of(command);
        if (_processed.TryGetValue(commandId, out var first))
        {
            return first.Content == content && first.Sender == sender.Id
                ? new Expected(null, first.Position)
                : new Expected("command-id-reused", 0);
        }

        var next = Now.Copy();
        var events = 0;
        foreach (var part in command is CommandSet set ? set.Commands : [command])
        {
            var (refusal, added) = (NaiveGuards.Denied(part, sender, access) ?? NaiveGuards.Invalid(part)) is { } denied
                ? (denied, 0)
                : NaiveRules.Apply(next, part, sender, access);
            if (refusal is not null)
            {
                return new Expected(refusal, 0);
            }

            events += added;
        }

        next.Tail += events;
        foreach (var account in next.Accounts.Values)
        {
            account.Commit(next.Tail);
        }

        Now = next;
        _processed[commandId] = (content, sender.Id, next.Tail);
        return new Expected(null, next.Tail);
    }
}
