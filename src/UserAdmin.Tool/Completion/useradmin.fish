# Completes useradmin in fish. Keep it as ~/.config/fish/completions/useradmin.fish
function __useradmin_complete
    set -l typed (commandline -cp)
    set typed (string replace -r '^\s*\S+ ?' '' -- "$typed")
    useradmin "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null
end
complete -c useradmin -f -a '(__useradmin_complete)'
# Files only where the tool has nothing to offer.
complete -c useradmin -n 'not count (__useradmin_complete) >/dev/null' -F
