using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Webhooks.SecurityEvents;

/// <summary>
/// Adds a key that signs security event tokens from now on. Those before stay published for a while, so that a receiver
/// can check what it was sent earlier.
/// </summary>
/// <param name="KeyId">Its id: the thumbprint of RFC 7638.</param>
/// <param name="PublicKey">The public part (SubjectPublicKeyInfo, DER).</param>
/// <param name="PrivateKey">The private part (PKCS #8), encrypted.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record AddSecurityEventKey(
    string KeyId,
    IReadOnlyList<byte> PublicKey,
    [property: Secret] IReadOnlyList<byte> PrivateKey
) : ICommand
{
    /// <summary>Returns the command without the key, so that it cannot get into a log.</summary>
    public override string ToString() => $"{nameof(AddSecurityEventKey)} {{ KeyId = {KeyId} }}";
}

internal sealed class AddSecurityEventKeyValidator : AbstractValidator<AddSecurityEventKey>
{
    public AddSecurityEventKeyValidator() => RuleFor(command => command.KeyId).MustBeId();
}

internal sealed class AddSecurityEventKeyHandler(WriteContext context, TimeProvider time)
    : ICommandHandler<AddSecurityEventKey>
{
    public async Task<CommandResult> Handle(AddSecurityEventKey request, CancellationToken cancellationToken)
    {
        if (await context.Set<SecurityEventKey>().AnyAsync(row => row.Id == request.KeyId, cancellationToken))
        {
            // The id follows from the key, so this is the same one.
            return CommandResult.Done;
        }

        var now = time.GetUtcNow();
        context.Add(SecurityEventKey.Of(request, now));
        var oldest = now - SecurityEventKeys.PublishedFor;
        await context
            .Set<SecurityEventKey>()
            .Where(row => row.CreatedAt < oldest)
            .ExecuteDeleteAsync(cancellationToken);
        return CommandResult.Done;
    }
}
