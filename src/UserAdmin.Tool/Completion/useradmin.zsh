#compdef useradmin
# Completes useradmin in zsh. Keep it as a file _useradmin in a folder of fpath, or load it with:
# source <(useradmin completion zsh)
_useradmin() {
  local typed="${LBUFFER#*${words[1]}}"
  typed="${typed# }"
  local -a suggestions
  suggestions=("${(@f)$("${words[1]}" "[suggest:${#typed}]" "$typed" 2> /dev/null)}")
  suggestions=(${suggestions:#})
  (( ${#suggestions} )) && compadd -- "${suggestions[@]}" || _files
}
if [[ "${funcstack[1]}" == _useradmin ]]; then
  _useradmin "$@"
else
  compdef _useradmin useradmin
fi
