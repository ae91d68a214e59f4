using System.Security.Cryptography;
using System.Text;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Anchors;

/// <summary>
/// Signs the head of the log as it was committed last, and records the signature in the log; the leader then delivers
/// it. Does nothing if nothing has happened since the last signature.
/// </summary>
[Permission(Permissions.SystemManage)]
public sealed record SignLogHead : ICommand;

internal sealed class SignLogHeadHandler(
    IWriteStore store,
    AnchorKey keys,
    LogMarks marks,
    UnitOfWork unitOfWork,
    AnchorSignal signal,
    TimeProvider time
) : ICommandHandler<SignLogHead>
{
    public Task<CommandResult> Handle(SignLogHead request, CancellationToken cancellationToken)
    {
        using var log = new LogReader(store);
        var (position, hash) = log.Tail();
        if (position == 0 || log.LastSignedHead()?.RecordedAt == position)
        {
            return Task.FromResult(CommandResult.Done);
        }

        ECDsa key;
        try
        {
            key = keys.Get();
        }
        catch (StartupException fault)
        {
            return Task.FromResult(CommandResult.Refused(LogErrors.NotSigned(fault.Message)));
        }

        var anchor = new Anchor(
            new LogHead(position, Convert.ToHexStringLower(hash)),
            time.GetUtcNow(),
            AnchorKey.IdOf(key),
            Signature: ""
        );
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(anchor.Statement()),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        marks.Events.Add(
            new LogHeadSigned(
                anchor.Head.Position,
                anchor.Head.Hash,
                anchor.SignedAt,
                anchor.KeyId,
                Convert.ToBase64String(signature)
            )
        );
        unitOfWork.Record([marks]);
        unitOfWork.AfterCommit(signal.Wake);
        return Task.FromResult(CommandResult.Done);
    }
}
