using FluentValidation;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Monitoring;

/// <summary>
/// Records in the log that it is not the one the read model was built from. Sent by the program before it rebuilds the
/// read model, which erases the evidence. A mismatch that is recorded but not yet acknowledged is not recorded again.
/// </summary>
/// <param name="ExpectedPosition">Position that the read model had reached.</param>
/// <param name="ExpectedHash">Hash of the event applied at that position, as lower-case hex.</param>
/// <param name="FoundHash">Hash of the event now at that position, or null if the log ends before it.</param>
/// <param name="LogEnd">Position of the last event in the log.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordLogMismatch(long ExpectedPosition, string ExpectedHash, string? FoundHash, long LogEnd)
    : ICommand;

internal sealed class RecordLogMismatchValidator : AbstractValidator<RecordLogMismatch>
{
    private const int HexLength = 64;

    public RecordLogMismatchValidator()
    {
        RuleFor(command => command.ExpectedPosition)
            .GreaterThanOrEqualTo(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
        RuleFor(command => command.LogEnd)
            .GreaterThanOrEqualTo(0)
            .Coded("log.position-invalid", "Positions in the log begin with 1.");
        RuleFor(command => command.ExpectedHash)
            .Must(IsHash)
            .Coded("log.hash-invalid", "A hash has 64 digits, 0 to 9 and a to f.");
        RuleFor(command => command.FoundHash)
            .Must(hash => hash is null || IsHash(hash))
            .Coded("log.hash-invalid", "A hash has 64 digits, 0 to 9 and a to f.");
    }

    private static bool IsHash(string hash) => hash is { Length: HexLength } && hash.All(char.IsAsciiHexDigitLower);
}

internal sealed class RecordLogMismatchHandler(IWriteStore store, LogMarks marks, UnitOfWork unitOfWork)
    : ICommandHandler<RecordLogMismatch>
{
    public Task<CommandResult> Handle(RecordLogMismatch request, CancellationToken cancellationToken)
    {
        using var log = new LogReader(store);
        if (
            !log.OpenMismatches()
                .Any(known =>
                    known.ExpectedPosition == request.ExpectedPosition && known.ExpectedHash == request.ExpectedHash
                )
        )
        {
            marks.Events.Add(
                new LogMismatchFound(request.ExpectedPosition, request.ExpectedHash, request.FoundHash, request.LogEnd)
            );
            unitOfWork.Record([marks]);
        }

        return Task.FromResult(CommandResult.Done);
    }
}
