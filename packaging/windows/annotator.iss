; Inno Setup 6: the installer for Windows from the bundle. Not run yet; see ../README.md.
;   iscc /DVersion=0.1.0 packaging\windows\annotator.iss
; Installs for one person, without asking for an administrator; a machine-wide installation is offered.
; What people made (corpora, settings) is never touched, on uninstalling either.

#ifndef Version
  #error Say which version: iscc /DVersion=...
#endif

[Setup]
AppId={{7E2B6A36-5E39-4B0C-9D2F-2A6C1B7B51D4}
AppName={cm:Program}
AppVersion={#Version}
AppPublisher=The Annotator founders
DefaultDirName={autopf}\Annotator
DefaultGroupName={cm:Program}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\out\icons\annotator.ico
UninstallDisplayIcon={app}\annotator-window.exe
OutputDir=..\..\out\release
OutputBaseFilename=annotator-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: en; MessagesFile: "compiler:Default.isl"
; Inno Setup counts the Chinese translations as unofficial: they are fetched beside this file, see ../README.md.
Name: zh_hans; MessagesFile: "ChineseSimplified.isl"
Name: zh_hant; MessagesFile: "ChineseTraditional.isl"

[CustomMessages]
en.Program=Report annotator
zh_hans.Program=扶贫报告标注
zh_hant.Program=扶貧報告標註
en.Corpus=Corpus of annotated reports
zh_hans.Corpus=报告标注语料库
zh_hant.Corpus=報告標註語料庫
en.Associate=Open corpora (*.corpus) with a double click
zh_hans.Associate=双击即可打开语料库（*.corpus）
zh_hant.Associate=雙擊即可開啟語料庫（*.corpus）

[Tasks]
Name: desktop; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: associate; Description: "{cm:Associate}"

[InstallDelete]
; An older version's libraries must not stay among the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\out\bundle\annotator\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\{cm:Program}"; Filename: "{app}\annotator-window.exe"; Parameters: "open --in-window"
Name: "{autodesktop}\{cm:Program}"; Filename: "{app}\annotator-window.exe"; Parameters: "open --in-window"; Tasks: desktop

[Registry]
Root: HKA; Subkey: "Software\Classes\.corpus\OpenWithProgids"; ValueType: string; ValueName: "Annotator.Corpus"; ValueData: ""; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Annotator.Corpus"; ValueType: string; ValueData: "{cm:Corpus}"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Annotator.Corpus\DefaultIcon"; ValueType: string; ValueData: "{app}\annotator-window.exe,0"; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Annotator.Corpus\shell\open\command"; ValueType: string; ValueData: """{app}\annotator-window.exe"" open --in-window ""%1"""; Tasks: associate

[Run]
Filename: "{app}\annotator-window.exe"; Parameters: "open --in-window"; Description: "{cm:LaunchProgram,{cm:Program}}"; Flags: nowait postinstall skipifsilent
