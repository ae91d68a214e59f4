using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Web.Roles;

/// <summary>Creates a role.</summary>
public sealed partial class NewRolePage
{
    private readonly RoleForm _form = new();
    private string? _roleId;

    [Inject]
    private INewKeys Keys { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Unanswered =>
        T(
            "The program did not answer, so the role may or may not have been created. Everything you typed is kept. "
                + "“Create role” can be clicked again: it never creates two."
        );

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        _roleId ??= await Keys.OfRoleAsync(Disposal);
        var command = _form.Creation(_roleId);
        if ((await SendAsync(command, [_form.Intention])).IsAccepted)
        {
            await LeaveAsync($"roles/{_roleId}", T($"Role {command.Name} created"));
        }
    }

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors) => _form.Refuse(errors);
}
