using UserAdmin.Messaging;

namespace UserAdmin.Web.Roles;

/// <summary>Creates a role.</summary>
public sealed partial class NewRolePage
{
    private readonly string _roleId = Guid.CreateVersion7().ToString();
    private readonly RoleForm _form = new();

    /// <inheritdoc/>
    protected override string Unanswered =>
        "The program did not answer, so the role may or may not have been created. Everything you typed is kept. "
        + "“Create role” can be clicked again: it never creates two.";

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        var command = _form.Creation(_roleId);
        if ((await SendAsync(command, [_form.Intention])).IsAccepted)
        {
            await LeaveAsync($"roles/{_roleId}", $"Role {command.Name} created");
        }
    }

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors) => _form.Refuse(errors);
}
