# Completes useradmin in fish. Keep it as ~/.config/fish/completions/useradmin.fish
function __useradmin_complete
    set -l typed (commandline -cp)
    set typed (string replace -r '^\s*\S+ ?' '' -- "$typed")
    useradmin "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null
end
complete -c useradmin -a '(__useradmin_complete)'
