using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Views.Commands;

namespace UserAdmin.Views;

/// <summary>Refusals that concern saved views.</summary>
public static class ViewErrors
{
    /// <summary>The largest number of views one administrator can have.</summary>
    public const int MostViews = 100;

    /// <summary>
    /// The largest number of views one administrator can pin. It is limited because the users of each pinned view are
    /// counted again whenever users change.
    /// </summary>
    public const int MostPins = 20;

    /// <summary>No view that the actor may see has this id.</summary>
    public static Error NotFound { get; } =
        new(
            "views.not-found",
            "There is no such view. It may have been deleted, or is no longer shared.",
            nameof(UpdateView.ViewId)
        );

    /// <summary>The view belongs to somebody else.</summary>
    public static Error NotYours { get; } =
        new(
            "views.not-yours",
            "This view belongs to somebody else. Save it as a view of your own, or ask its owner to change it.",
            nameof(UpdateView.ViewId)
        );

    /// <summary>The owner already has a view with this name.</summary>
    public static Error NameTaken { get; } =
        new("views.name-taken", "There is already a view of this name. Choose another one.", nameof(CreateView.Name));

    /// <summary>The id of the new view is taken.</summary>
    public static Error IdTaken { get; } =
        new(
            "views.id-taken",
            "A view with this id already exists. Send the command again with a new id.",
            nameof(CreateView.ViewId)
        );

    /// <summary>The actor already has the largest number of views allowed.</summary>
    public static Error TooMany { get; } =
        new(
            "views.too-many",
            string.Create(
                CultureInfo.InvariantCulture,
                $"You already have {MostViews} views. Delete one that you no longer need."
            )
        );

    /// <summary>The actor has already pinned the largest number of views allowed.</summary>
    public static Error TooManyPins { get; } =
        new(
            "views.too-many-pins",
            string.Create(CultureInfo.InvariantCulture, $"You already have {MostPins} views pinned. Unpin one first.")
        );

    /// <summary>The view is not one of the list of users.</summary>
    public static Error NotPinned { get; } =
        new("views.not-pinned", "Only views of the list of users can be pinned.", nameof(UpdateView.ViewId));

    /// <summary>The program itself cannot have views.</summary>
    public static Error NoOwner { get; } =
        new("views.no-owner", "Views, pins and layouts belong to a person. Sign in as one.");
}
