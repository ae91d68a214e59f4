using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;

namespace UserAdmin.Tests.Views;

/// <summary>What tests about views do again and again.</summary>
internal static class ViewHost
{
    /// <summary>Somebody who may see users and no more.</summary>
    public static Task<Actor> CreateViewerAsync(this TestHost host, string name) =>
        host.CreateActorAsync(name, Permissions.UsersRead);

    /// <summary>Saves a view and gives its key.</summary>
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

    /// <summary>The view as somebody sees it, or null.</summary>
    public static async Task<ViewRow?> FindViewAsync(this TestHost host, string id, Actor asker) =>
        (await host.AskAsync(new GetView(id), asker)).Value;

    /// <summary>The view as somebody sees it.</summary>
    public static async Task<ViewRow> GetViewAsync(this TestHost host, string id, Actor asker) =>
        (await host.FindViewAsync(id, asker)).ShouldNotBeNull();

    /// <summary>Names of the views somebody sees.</summary>
    public static async Task<IReadOnlyList<string>> ViewNamesAsync(
        this TestHost host,
        Actor asker,
        bool onlyPinned = false
    ) => [.. (await host.AskAsync(new ListViews(onlyPinned), asker)).Value!.Items.Select(view => view.Name)];

    /// <summary>The command that changes nothing of a view.</summary>
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
