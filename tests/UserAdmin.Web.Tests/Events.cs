using System.Runtime.ExceptionServices;
using AngleSharp.Dom;
using Bunit.Rendering;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace UserAdmin.Web.Tests;

/// <summary>
/// Raises the events of a person's actions. They replace bUnit's methods of the same names, which return before the
/// event is handled if another thread is rendering at that moment.
/// </summary>
internal static class Events
{
    /// <summary>Clicks an element, and returns once its handler has run as far as it can without waiting.</summary>
    public static void Click(this IElement element) =>
        Raise(element, "onclick", new MouseEventArgs { Detail = 1, Type = "click" });

    /// <summary>Types a value into an element, with an event for every change of the text.</summary>
    public static void Input(this IElement element, string value) =>
        Raise(element, "oninput", new ChangeEventArgs { Value = value });

    /// <summary>Gives an element a value, with the event that comes when it loses the focus.</summary>
    public static void Change<T>(this IElement element, T value) =>
        Raise(element, "onchange", new ChangeEventArgs { Value = value });

    /// <summary>Submits a form.</summary>
    public static void Submit(this IElement form) => Raise(form, "onsubmit", EventArgs.Empty);

    /// <summary>Moves the keyboard focus to an element.</summary>
    public static void Focus(this IElement element) => Raise(element, "onfocus", new FocusEventArgs());

    private static void Raise(IElement element, string name, EventArgs what)
    {
        var renderer = element.Owner?.Context.GetService<BunitRenderer>();
        renderer.ShouldNotBeNull("the element is not part of a rendered component");
        var raised = element.TriggerEventAsync(name, what);
        // The dispatcher runs one work item at a time, in order, so this one runs after the event.
        using var handled = new ManualResetEventSlim();
        _ = renderer.Dispatcher.InvokeAsync(handled.Set);
        handled.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue("the renderer did not get to the event");
        if (raised.Exception?.InnerException is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }
}
