namespace UserAdmin.Web.Live;

/// <summary>
/// Data that a prerendered page hands over to its circuit, to be taken once. Blazor keeps a restored
/// <c>[PersistentState]</c> while the page is open. After the data is taken, only this empty object is kept and not a
/// page of rows (decision 38).
/// </summary>
/// <typeparam name="T">The view model.</typeparam>
public sealed class Handover<T>
    where T : class
{
    /// <summary>The data; null after it was taken.</summary>
    public T? Value { get; set; }

    /// <summary>Returns the data and clears it.</summary>
    public T? Take()
    {
        var value = Value;
        Value = null;
        return value;
    }
}
