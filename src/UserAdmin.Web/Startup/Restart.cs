namespace UserAdmin.Web.Startup;

/// <summary>Ends the host, and has the program build and start it again with the settings of that moment.</summary>
internal sealed class Restart(IHostApplicationLifetime lifetime)
{
    private volatile bool _isAsked;

    /// <summary>Whether somebody has asked for it.</summary>
    public bool IsAsked => _isAsked;

    /// <summary>Asks for it.</summary>
    public void Ask()
    {
        _isAsked = true;
        lifetime.StopApplication();
    }
}
