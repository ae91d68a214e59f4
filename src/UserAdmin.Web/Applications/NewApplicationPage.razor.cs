using UserAdmin.Messaging;

namespace UserAdmin.Web.Applications;

/// <summary>Creates an application, owned by whoever creates it unless another owner is chosen.</summary>
public sealed partial class NewApplicationPage
{
    private readonly ApplicationForm _form = new();
    private readonly string _id = Guid.CreateVersion7().ToString();

    /// <inheritdoc/>
    protected override string Unanswered =>
        T(
            "The program did not answer, so the application may or may not have been created. Everything you typed is "
                + "kept. “Create application” can be clicked again: it never creates two."
        );

    /// <inheritdoc/>
    protected override bool CanSubmit() => _form.Check();

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        var command = _form.Creation(_id);
        if ((await SendAsync(command, [_form.Intention])).IsAccepted)
        {
            await LeaveAsync(ApplicationText.Href(_id), T($"Application {command.Name} created. Now add a key."));
        }
    }

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors) => _form.Refuse(errors);
}
