using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Mail.Commands;

/// <summary>
/// Records that a try to send a mail failed. A try that is no longer the current one changes nothing.
/// </summary>
/// <param name="OrderedAt">Log position of the event that ordered it.</param>
/// <param name="Attempt">Number of the try, from 1.</param>
/// <param name="Error">What went wrong; the first 500 characters are stored.</param>
/// <param name="IsUncertain">Whether the mail may have been sent anyway; it is then not retried automatically.</param>
/// <param name="IsFinal">Whether another try would fail in the same way.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordMailFailure(long OrderedAt, int Attempt, string Error, bool IsUncertain, bool IsFinal)
    : ICommand;

internal sealed class RecordMailFailureValidator : AbstractValidator<RecordMailFailure>
{
    public RecordMailFailureValidator()
    {
        RuleFor(command => command.OrderedAt)
            .GreaterThan(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
        RuleFor(command => command.Attempt).GreaterThan(0).Coded("mail.attempt-invalid", "Tries are counted from 1.");
        RuleFor(command => command.Error).NotEmpty().Coded("text.required", "Say what went wrong.");
    }
}

internal sealed class RecordMailFailureHandler(WriteContext context, TimeProvider time)
    : ICommandHandler<RecordMailFailure>
{
    private const int LongestError = 500;

    public async Task<CommandResult> Handle(RecordMailFailure request, CancellationToken cancellationToken)
    {
        if (await context.OutboxMails.FindAsync([request.OrderedAt], cancellationToken) is not { } mail)
        {
            return CommandResult.Refused(MailErrors.NotFound);
        }

        mail.Fail(request.Attempt, Clean(request.Error), request.IsUncertain, request.IsFinal, time.GetUtcNow());
        return CommandResult.Done;
    }

    // The text comes from a server, may contain anything, and stays in the log for ever.
    private static string Clean(string error)
    {
        var text = new string([.. error.Select(c => UserText.IsSafe(c.ToString()) ? c : ' ')]);
        return text.Length <= LongestError ? text : text[..LongestError];
    }
}
