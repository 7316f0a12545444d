/** Every key of the app, for the list that `?` opens. What each does stands in the messages. */
export const keyTable: readonly { does: string; keys: readonly string[][] }[] = [
  { does: 'palette', keys: [['mod', 'K']] },
  {
    does: 'pages',
    keys: [
      ['mod', '1'],
      ['mod', '2'],
      ['mod', '3'],
      ['mod', '5'],
    ],
  },
  { does: 'filter', keys: [['/']] },
  { does: 'panels', keys: [['F6'], ['Shift', 'F6']] },
  { does: 'move', keys: [['Up'], ['Down'], ['Home'], ['End']] },
  { does: 'open', keys: [['Enter'], ['Space']] },
  { does: 'close', keys: [['Esc']] },
  { does: 'restart', keys: [['R']] },
  { does: 'toggle', keys: [['S']] },
  { does: 'logs', keys: [['L']] },
  { does: 'terminal', keys: [['T']] },
  { does: 'find', keys: [['mod', 'F'], ['F3']] },
  { does: 'follow', keys: [['F']] },
  { does: 'newChat', keys: [['mod', 'N']] },
  { does: 'send', keys: [['mod', 'Enter']] },
  { does: 'stopAnswer', keys: [['Esc', 'Esc']] },
  {
    does: 'versions',
    keys: [
      ['Alt', 'Left'],
      ['Alt', 'Right'],
    ],
  },
  { does: 'keys', keys: [['?']] },
];
