; Said once, after the files are in place: what the app needs on Windows, and whether it is there. Nothing is installed or
; changed for it, and nothing is said in a silent installation.

!ifdef BUILD_UNINSTALLER
!else
LangString engineNeeded 1033 "SutazAI runs its services in a container engine.$\r$\n$\r$\nUse either Docker Desktop, or Docker or Podman inside a WSL 2 distribution: the app finds both, the latter as wsl://DISTRIBUTION.$\r$\n$\r$\n"
LangString engineNeeded 1031 "SutazAI führt seine Dienste in einer Container-Engine aus.$\r$\n$\r$\nEntweder Docker Desktop, oder Docker oder Podman in einer WSL-2-Distribution: die App findet beide, letztere als wsl://DISTRIBUTION.$\r$\n$\r$\n"
LangString wslFound 1033 "WSL is installed. The first page of the app shows which engines answer."
LangString wslFound 1031 "WSL ist installiert. Die erste Seite der App zeigt, welche Engines antworten."
LangString wslMissing 1033 "WSL is not installed. To add it, open a terminal as administrator and run:  wsl --install"
LangString wslMissing 1031 "WSL ist nicht installiert. Um es einzurichten, in einem Terminal als Administrator:  wsl --install"

!macro customInstall
  IfSilent sutazaiEngineTold
  IfFileExists "$SYSDIR\wsl.exe" 0 sutazaiNoWsl
    MessageBox MB_OK|MB_ICONINFORMATION "$(engineNeeded)$(wslFound)"
    Goto sutazaiEngineTold
  sutazaiNoWsl:
    MessageBox MB_OK|MB_ICONINFORMATION "$(engineNeeded)$(wslMissing)"
  sutazaiEngineTold:
!macroend
!endif
