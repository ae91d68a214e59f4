using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;

namespace UserAdmin.Tests.Views;

/// <summary>Steps that tests of views share.</summary>
internal static class ViewHost
{
    /// <summary>Creates an actor who may only read users.</summary>
    public static Task<Actor> CreateViewerAsync(this TestHost host, string name) =>
        host.CreateActorAsync(name, Permissions.UsersRead);

    /// <summary>Saves a view and returns its key.</summary>
    public static async Task<string> CreateViewAsync(
        this TestHost host,
        Actor owner,
        string name,
        bool isShared = false,
        string search = "state:locked"
    )
    {
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateView(id, name, search, UserFields.Email.Sort, true, [], isShared), owner);
        return id;
    }

    /// <summary>Returns the view as an actor sees it, or null.</summary>
    public static async Task<ViewRow?> FindViewAsync(this TestHost host, string id, Actor asker) =>
        (await host.AskAsync(new GetView(id), asker)).Value;

    /// <summary>Returns the view as an actor sees it; it must exist.</summary>
    public static async Task<ViewRow> GetViewAsync(this TestHost host, string id, Actor asker) =>
        (await host.FindViewAsync(id, asker)).ShouldNotBeNull();

    /// <summary>Returns the names of the views that an actor sees.</summary>
    public static async Task<IReadOnlyList<string>> ViewNamesAsync(
        this TestHost host,
        Actor asker,
        bool onlyPinned = false
    ) => [.. (await host.AskAsync(new ListViews(onlyPinned), asker)).Value!.Items.Select(view => view.Name)];

    /// <summary>Returns an update that changes nothing.</summary>
    public static UpdateView ToUpdate(this ViewRow view) =>
        new(
            view.Id,
            view.Name,
            view.Search,
            view.Sort,
            view.IsDescending,
            view.ColumnKeys,
            view.IsShared,
            view.Version
        );
}
