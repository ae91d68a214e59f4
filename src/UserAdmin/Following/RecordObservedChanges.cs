using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Following;

/// <summary>
/// Records what other programs did to the stock tables: to users and roles that triggers have noted, and to those that
/// are named. Sent by the program itself. What does not differ from the log is left alone.
/// </summary>
/// <param name="UserIds">Users to compare; at most 1,000.</param>
/// <param name="RoleIds">Roles to compare; at most 1,000.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordObservedChanges(IReadOnlyList<string> UserIds, IReadOnlyList<string> RoleIds)
    : ICommand,
        IRecordsObserved
{
    /// <summary>The maximum number of users, and of roles, in one command.</summary>
    internal const int Most = 1000;

    /// <summary>The command for what triggers have noted.</summary>
    internal static RecordObservedChanges Noted { get; } = new([], []);
}

internal sealed class RecordObservedChangesValidator : AbstractValidator<RecordObservedChanges>
{
    public RecordObservedChangesValidator()
    {
        RuleFor(command => command.UserIds).Must(AreFew).Coded("observed.too-many", "Name at most 1,000 users.");
        RuleFor(command => command.RoleIds).Must(AreFew).Coded("observed.too-many", "Name at most 1,000 roles.");
    }

    private static bool AreFew(IReadOnlyList<string> ids) => ids is { Count: <= RecordObservedChanges.Most };
}

internal sealed class RecordObservedChangesHandler(
    WriteContext context,
    ObservedChanges observed,
    UnitOfWork unitOfWork,
    CurrentMessage current
) : ICommandHandler<RecordObservedChanges>
{
    public async Task<CommandResult> Handle(RecordObservedChanges request, CancellationToken cancellationToken)
    {
        current.EventActor = observed.Actor;
        var recorded = await observed.RecordAsync(context, request.UserIds, request.RoleIds, cancellationToken);
        unitOfWork.Record([new LooseEvents(recorded.Events)]);
        return CommandResult.Done;
    }
}
