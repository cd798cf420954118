# Completion for bash: source this file, or put it where bash-completion looks (as "sluice").
_sluice() {
  local words=("${COMP_WORDS[@]:1:COMP_CWORD}") current=${COMP_WORDS[COMP_CWORD]} then word meaning
  # bash parts words at "=" and "@": an option's value comes as three words.
  if [ "$COMP_CWORD" -gt 1 ] && [ "$current" = "=" ]; then
    words=("${words[@]:0:${#words[@]}-1}" "")
    current=
  elif [ "$COMP_CWORD" -gt 2 ] && [ "${COMP_WORDS[COMP_CWORD-1]}" = "=" ]; then
    words=("${words[@]:0:${#words[@]}-2}" "$current")
  fi
  COMPREPLY=()
  {
    read -r then
    while IFS=$'\t' read -r word meaning; do
      [[ $word == "$current"* ]] && COMPREPLY+=("$word")
    done
  } < <("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null)
  case $then in
    go-on) compopt -o nospace 2>/dev/null ;;
    files) compopt -o default 2>/dev/null ;;
  esac
}
complete -F _sluice sluice
