import { expect, test } from 'vitest'
import { offsetsOf } from '../test/offsets-of.ts'
import { inferTimezone } from './infer-timezone.ts'

// Compiled by hand from each country's numbering plan and the clocks of its regions, apart from the table's inputs.
// `number` makes a subscriber's number of the right length behind an area code.
interface Plan {
  callingCode: string
  number: (area: string) => string
  areas: Record<string, string>
}

const filled = (length: number, filler: string) => (area: string) => (area + filler).slice(0, length)

const plans: Record<string, Plan> = {
  Brazil: {
    callingCode: '55',
    number: (area) => `${area}32345678`,
    areas: {
      'America/Sao_Paulo': `11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53
        54 55 61 62 64 63 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 93 94 96 98 99`,
      'America/Manaus': '65 66 67 69 92 95 97',
      'America/Rio_Branco': '68',
    },
  },
  Mexico: {
    callingCode: '52',
    number: filled(10, '23456789'),
    areas: {
      'America/Tijuana': '646 661 664 665 686',
      'America/Hermosillo': '622 623 631 632 633 634 637 638 641 642 643 644 645 647 651 662',
      'America/Mazatlan': '612 613 624 667 668 669 672 673 687 694 695 696 697 698 311 319 323 324 325 389',
      'America/Mexico_City': `55 56 33 81 222 223 224 225 228 229 231 232 233 235 236 237 238 241 243 244 245 246 247 248 249
        271 272 273 274 275 276 278 279 281 282 283 284 285 287 288 294 296 297 312 313 314 315 316 317 341 342 343 344 345
        346 347 348 349 351 352 353 354 355 356 357 358 359 371 372 373 374 375 376 377 378 381 382 383 384 385 386 387 388
        391 392 393 394 395 411 412 413 414 415 417 418 419 421 422 423 424 425 426 427 428 429 431 432 433 434 435 436 437
        438 441 442 443 444 445 447 448 449 451 452 453 454 455 456 457 458 459 461 462 463 464 465 466 467 468 469 471 472
        473 474 475 476 477 478 481 482 483 485 486 487 488 489 492 493 494 495 496 498 499 618 614 625 627 629 671 674 675
        676 677 711 712 713 714 715 716 717 718 719 721 722 723 724 725 726 727 728 731 732 733 734 735 736 737 738 739 741
        742 743 744 745 746 747 748 749 751 753 754 755 756 757 758 759 761 762 763 764 765 766 767 768 769 771 772 773 774
        775 776 777 778 779 781 782 783 784 785 786 789 821 823 824 825 826 828 829 831 832 833 834 835 836 841 842 844 846
        864 866 869 871 872 873 921 922 923 924 932 933 934 936 937 938 951 953 954 958 961 962 963 964 965 966 967 968 969
        971 972 981 982 985 986 988 991 992 993 994 995 996 997 999`,
      'America/Cancun': '983 984 987 998',
      'America/Ciudad_Juarez': '656',
      'America/Matamoros': '867 868 877 878 897 899',
    },
  },
  Russia: {
    callingCode: '7',
    number: filled(10, '2234567'),
    areas: {
      'Europe/Kaliningrad': '401',
      'Europe/Moscow': `495 499 812 831 843 8442 861 862 863 8652 8662 8672 8712 8722 8732 8772 8782 471 472 473 474 475 481
        482 483 484 485 486 487 491 492 493 494 496 498 811 813 814 815 816 817 818 820 821 833 834 835 836 841 84722`,
      'Europe/Samara': '846 848 8452 8422 8512 3412',
      'Asia/Yekaterinburg': '342 343 345 346 347 349 351 3522 3532',
      'Asia/Omsk': '381',
      'Asia/Krasnoyarsk': '382 383 3842 3852 388 390 391 394',
      'Asia/Irkutsk': '301 395',
      'Asia/Yakutsk': '302 4112 416',
      'Asia/Vladivostok': '421 423 426',
      'Asia/Magadan': '413 4242',
      'Asia/Kamchatka': '415 427',
    },
  },
  Australia: {
    callingCode: '61',
    number: filled(9, '61234567'),
    areas: {
      'Australia/Sydney': '24 26 28 29',
      'Australia/Melbourne': '35 38 39',
      'Australia/Hobart': '362 363 364',
      'Australia/Brisbane': '73 74 75',
      'Australia/Adelaide': '882 883 884 885 886 887 8808',
      'Australia/Darwin': '889',
      'Australia/Perth': '890 891 892 893 894 895 896 897 898 899 86',
    },
  },
  Indonesia: {
    callingCode: '62',
    number: (area) => `${area}3456789`,
    areas: {
      'Asia/Jakarta':
        '21 22 24 31 61 251 254 271 274 281 341 351 536 561 651 711 717 721 736 741 751 761 778',
      'Asia/Makassar': '361 370 380 401 411 431 435 451 511 541 542',
      'Asia/Jayapura': '911 951 967 971 981 986',
    },
  },
  Spain: {
    callingCode: '34',
    number: filled(9, '1234567'),
    areas: {
      'Europe/Madrid':
        '91 93 941 942 943 944 945 946 947 948 949 950 951 952 953 954 955 956 957 958 959 96 971 972 973 974 975 976 977 978 979 980 981 982 983 984 985 986 987 988',
      'Atlantic/Canary': '922 928 822 828',
    },
  },
  Portugal: {
    callingCode: '351',
    number: filled(9, '2234567'),
    areas: {
      'Europe/Lisbon':
        '21 22 231 232 233 234 235 236 238 239 241 242 243 244 245 249 251 252 253 254 255 256 258 259 261 262 263 265 266 268 269 271 272 273 274 275 276 277 278 279 281 282 283 284 285 286 289 291',
      'Atlantic/Azores': '292 295 296',
    },
  },
  Chile: {
    callingCode: '56',
    number: filled(9, '22345678'),
    areas: {
      'America/Santiago': '2 32 33 34 35 41 42 43 45 51 52 53 55 57 58 63 64 65 71 72 73 75',
      'America/Punta_Arenas': '61',
    },
  },
  Ukraine: {
    callingCode: '380',
    number: filled(9, '2234567'),
    areas: {
      'Europe/Kyiv': '44 32 48 56 57 61 62 51 52 53 54 55 46 47 45 43 41 38 37 36 34 35 33 31',
    },
  },
}

test('area codes of countries with several clocks are on the right clock', () => {
  const numbers = Object.values(plans).flatMap(({ callingCode, number, areas }) =>
    Object.entries(areas).flatMap(([zone, codes]) =>
      codes
        .split(/\s+/)
        .map((code) => ({ zone, code: `+${callingCode} ${code}`, e164: `+${callingCode}${number(code)}` })),
    ),
  )
  const wrong = numbers
    .map((row) => ({ ...row, inferred: inferTimezone(row.e164) }))
    .filter(({ zone, inferred }) => inferred.zone === null || offsetsOf(inferred.zone) !== offsetsOf(zone))
  expect(numbers).toHaveLength(721)
  expect(wrong).toEqual([])
})
