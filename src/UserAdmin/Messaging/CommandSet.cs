namespace UserAdmin.Messaging;

/// <summary>Several commands that belong together: all are accepted in one transaction, or all are refused with every reason. Each needs its own permission and passes its own validation.</summary>
/// <param name="Commands">1 to 1,000 commands, carried out in order.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record CommandSet(IReadOnlyList<ICommand> Commands) : ICommand;
