using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>When a key of an application was last used.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="At">When.</param>
public sealed record UsedApplicationKey(string KeyId, DateTimeOffset At);

/// <summary>
/// Records when keys of applications were last used. It makes no event: what an application did with its key is in the
/// history.
/// </summary>
/// <param name="Keys">At most 1,000 keys.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordApplicationKeyUse(IReadOnlyList<UsedApplicationKey> Keys) : ICommand
{
    /// <summary>The maximum number of keys in one command.</summary>
    internal const int MostKeys = 1000;
}

internal sealed class RecordApplicationKeyUseValidator : AbstractValidator<RecordApplicationKeyUse>
{
    public RecordApplicationKeyUseValidator() =>
        RuleFor(command => command.Keys)
            .Must(keys => keys is { Count: <= RecordApplicationKeyUse.MostKeys })
            .Coded("applications.too-many-uses", "Name at most 1,000 keys.");
}

internal sealed class RecordApplicationKeyUseHandler(WriteContext context) : ICommandHandler<RecordApplicationKeyUse>
{
    public async Task<CommandResult> Handle(RecordApplicationKeyUse request, CancellationToken cancellationToken)
    {
        var used = request.Keys.GroupBy(key => key.KeyId).ToDictionary(key => key.Key, key => key.Max(one => one.At));
        string[] ids = [.. used.Keys];
        foreach (
            var key in await context
                .ApplicationKeys.Where(row => EF.Parameter(ids).Contains(row.KeyId))
                .ToListAsync(cancellationToken)
        )
        {
            // Another node may have recorded a later use.
            if (key.LastUsedAt is not { } known || known < used[key.KeyId])
            {
                key.LastUsedAt = used[key.KeyId].ToUniversalTime();
            }
        }

        return CommandResult.Done;
    }
}
