"""Points for and against a word being a secret: fitted, all of it, by tests/core/kb/fit_points.py.

Each entry is a sign (spaces written "_") and its points; the one without a name is every word's.
"""

_FITTED = """
    :-2.7 ahead_taken:-0.1 ahead_taken_known:-0.6 ahead_taken_new:0.8 ahead_taken_strange:0.1 ask_before:0.3
    ask_here:0.4 ask_long_before:0.2 ask_near:-0.2 behind_bracket:-0.1 behind_bracket_known:0.1
    behind_bracket_new:-0.3 behind_bracket_strange:-0.5 behind_cell:0.6 behind_cell_known:-0.2 behind_cell_new:0.2
    behind_close:-0.3 behind_close_few:-0.4 behind_close_new:0.4 behind_close_strange:0.1 behind_close_unit:-0.4
    behind_colon:-2.1 behind_colon_few:-0.4 behind_colon_known:-0.5 behind_colon_new:-0.4 behind_colon_strange:-0.7
    behind_comma_digits:-0.1 behind_comma_few:0.8 behind_comma_known:-0.6 behind_comma_new:-0.1
    behind_comma_odd:-0.1 behind_comma_strange:0.7 behind_comma_unit:-0.6 behind_line:0.5 behind_line_digits:0.4
    behind_line_few:-0.1 behind_line_known:0.3 behind_line_new:0.4 behind_line_odd:-0.5 behind_line_unit:0.7
    behind_menu:-1.4 behind_menu_known:-0.5 behind_menu_new:-1.1 behind_menu_strange:-0.1 behind_quote:-0.5
    behind_quote_known:-0.5 behind_quote_strange:0.1 behind_space:0.3 behind_space_digits:0.6 behind_space_few:0.5
    behind_space_form:-0.1 behind_space_known:-1.1 behind_space_new:-0.4 behind_space_odd:0.1
    behind_space_strange:0.2 behind_space_unit:0.5 behind_stop:-0.2 behind_stop_digits:-0.4 behind_stop_few:-1.1
    behind_stop_known:0.1 behind_stop_new:0.7 behind_stop_strange:0.9 behind_stop_unit:-0.9 behind_wide:1.6
    behind_wide_new:0.9 behind_wide_strange:0.7 below_colon:0.5 below_colon_few:-0.1 capital:-1.2 capital_first:-2.2
    cue_digits:0.8 cue_few:0.6 cue_known:0.1 cue_new:0.4 cue_odd:0.8 cue_strange:1.1 cue_unit:0.9 ends_False:-1.3
    ends_True:-0.4 gap_bracket_digits:-0.2 gap_bracket_known:-0.5 gap_bracket_new:0.3 gap_bracket_strange:0.4
    gap_bracket_unit:-0.4 gap_cell_known:-0.7 gap_cell_new:0.4 gap_close_known:-0.3 gap_colon_digits:0.3
    gap_colon_few:0.3 gap_colon_known:0.4 gap_colon_new:0.7 gap_colon_odd:0.4 gap_colon_strange:-1.7
    gap_comma_digits:-0.2 gap_comma_few:0.7 gap_comma_known:-0.7 gap_comma_new:-0.5 gap_comma_odd:-0.5
    gap_comma_strange:0.8 gap_line_digits:0.6 gap_line_few:-2.0 gap_line_known:-1.1 gap_line_new:-0.7
    gap_line_odd:-0.2 gap_line_strange:0.5 gap_line_unit:-0.2 gap_menu_known:-0.5 gap_menu_new:-0.3
    gap_menu_odd:-0.1 gap_menu_strange:-0.1 gap_quote_known:-0.1 gap_quote_strange:0.1 gap_space_digits:0.1
    gap_space_few:0.4 gap_space_form:-1.0 gap_space_known:-1.1 gap_space_new:-0.4 gap_space_odd:0.8
    gap_space_strange:0.8 gap_space_unit:-0.7 gap_stop_few:-0.3 gap_stop_known:0.8 gap_stop_new:0.6
    gap_stop_odd:-0.1 gap_stop_strange:0.9 gap_wide_known:0.8 gap_wide_new:0.6 gap_wide_strange:-0.2 given:0.4
    given_&_cue:0.2 given_&_cue_digits:0.4 given_&_cue_few:-0.3 given_&_cue_odd:-0.3 given_&_cue_strange:0.5
    given_&_cue_unit:-0.1 given_&_far_cue:0.4 given_&_far_cue_digits:-0.2 given_&_far_cue_few:0.1
    given_&_far_cue_known:-0.3 given_&_far_cue_odd:0.2 given_&_far_cue_strange:0.2 given_&_far_cue_unit:0.6
    given_digits:0.5 given_few:-0.8 given_known:1.2 given_new:0.9 given_odd:-0.3 given_rare_desk:-0.4
    given_rare_long:-0.3 given_rare_strange:0.5 given_strange:-0.4 given_unit:-0.4 left_##:-0.5 left_+:-0.1
    left_-:1.0 left_/:1.7 left_1:0.5 left_2:0.2 left_3:-0.1 left_4:0.5 left_5:0.4 left_6:0.4 left_7:0.3 left_9:0.5
    left_[account_name]:0.2 left_[code]:-1.1 left_[name]:-0.9 left_[password]:-1.1 left_[phone_number]:-0.5
    left_[private_link]:-0.1 left_[pupil]:-0.4 left_a:-0.7 left_account:0.7 left_accounts:-0.1 left_add:-0.1
    left_added:-0.1 left_admin:0.2 left_administrator:0.2 left_after:-0.3 left_again:-0.3 left_allow:-0.1
    left_already:-0.1 left_always:-0.1 left_an:-0.2 left_and:1.2 left_answer:0.6 left_anything:-0.4 left_app:0.1
    left_apps:-0.1 left_are:-0.1 left_as:0.4 left_ask:-0.3 left_asset:-0.9 left_back:-0.1 left_bank:-0.1 left_be:0.1
    left_been:-0.1 left_before:-0.1 left_between:0.2 left_big:-0.1 left_black:-0.1 left_borrow:0.1 left_both:-0.4
    left_bottom:0.6 left_box:-0.3 left_browser:-0.5 left_by:-0.8 left_cabinet:0.3 left_came:0.3 left_camera:-0.2
    left_can:-1.1 left_candidate:0.5 left_cannot:-0.1 left_capital:1.3 left_card:0.3 left_case:0.6 left_change:-0.1
    left_changed:-0.1 left_changes:0.3 left_check:-0.1 left_choose:-0.3 left_class:-0.3 left_click:-0.1
    left_code:0.7 left_contract:0.6 left_copper:0.3 left_credentials:0.1 left_cupboard:-0.1 left_cut:-0.2
    left_data:-0.1 left_day:-0.1 left_desk:-0.5 left_details:-0.1 left_device:-0.1 left_dial:-0.6 left_do:-0.2
    left_don't:-1.2 left_door:-0.4 left_down:-0.2 left_download:-0.1 left_drive:0.6 left_each:0.6 left_else:0.1
    left_email:-0.1 left_ends:0.5 left_engineer:-0.1 left_enter:0.2 left_exam:-0.8 left_export:-0.1 left_file:-0.3
    left_fire:-1.4 left_first:-0.2 left_fob's:-0.1 left_for:-0.5 left_four:0.3 left_from:0.8 left_gate:0.1
    left_get:-0.4 left_go:0.2 left_goes:-0.1 left_google:0.2 left_got:-0.1 left_green:-0.1 left_guest:-0.1
    left_had:-0.2 left_half:-0.2 left_hall:-0.1 left_has:-0.3 left_have:0.3 left_he's:-0.2 left_help:-0.6
    left_her:0.2 left_hold:-0.3 left_home:-0.1 left_i:-0.2 left_i've:-0.1 left_id:-0.3 left_identity:0.7
    left_if:-1.2 left_in:-0.6 left_ipad:-0.4 left_is:1.1 left_it:0.5 left_it'll:-0.2 left_it's:0.2 left_itself:0.4
    left_join:0.7 left_kettle:0.4 left_key:-0.2 left_keypad:0.2 left_kitchen:-0.5 left_labels:-0.4 left_laptop:-0.3
    left_last:-0.4 left_left:1.9 left_letters:-0.6 left_level:-0.4 left_library:-0.2 left_licence:0.3
    left_locked:-0.1 left_locker:0.2 left_login:0.3 left_long:-0.1 left_lower:-0.1 left_mac:-0.1 left_manager:0.5
    left_marked:-0.1 left_me:1.0 left_memorable:-0.1 left_menu:-1.4 left_mfa:-0.3 left_minibus:0.8 left_minutes:-0.4
    left_mode:0.1 left_monday:-0.1 left_my:-0.1 left_name:-0.2 left_need:0.2 left_needs:-0.2 left_network:-0.2
    left_never:-0.1 left_new:-0.3 left_next:-0.1 left_no:-0.2 left_not:-0.3 left_now:1.3 left_number:-0.7
    left_of:0.1 left_off:-0.1 left_office:-0.1 left_ok:1.3 left_old:-0.2 left_on:-0.3 left_once:0.3 left_one:1.5
    left_one's:-0.3 left_onedrive:-0.1 left_only:-0.2 left_open:0.4 left_operator:0.5 left_or:-0.6 left_order:-0.1
    left_other:-0.2 left_otherwise:-0.2 left_out:0.6 left_own:-0.1 left_padlock:0.1 left_page:-0.3 left_parent:-0.2
    left_pass:0.9 left_passcode:0.1 left_password:1.6 left_password's:0.9 left_pc:0.6 left_person:-0.1
    left_phone:-0.7 left_pick:-0.1 left_pin:-0.4 left_please:-1.0 left_plus:-0.2 left_power:-0.1 left_press:-0.8
    left_print:-0.1 left_printer:-0.2 left_program:-0.1 left_projector:-0.1 left_pupil:-0.1 left_pupils:-0.1
    left_purple:0.2 left_put:0.5 left_pw:0.5 left_reader:-0.1 left_reports:0.3 left_request:-0.1 left_reset:-0.1
    left_results:-0.2 left_right:0.7 left_ring:-1.2 left_room:-0.3 left_room's:-0.2 left_run:-0.1 left_s:-0.4
    left_said:0.6 left_same:-0.1 left_save:-0.1 left_say:-1.0 left_says:-0.9 left_school:-0.5 left_school's:-0.1
    left_screen:-0.1 left_second:-0.2 left_secret:0.3 left_see:-0.1 left_send:-0.1 left_sent:-0.1 left_set:-0.2
    left_settings:-0.1 left_setup:-0.1 left_shared:-0.1 left_sheet:-0.6 left_show:-0.9 left_side:-0.1
    left_sign-in:-0.1 left_sims:-0.5 left_since:-0.1 left_site:-0.2 left_six:0.4 left_small:-0.1 left_software:-0.2
    left_spare:-0.3 left_staff:-0.1 left_start:0.2 left_stays:0.1 left_stick:-0.1 left_still:0.4 left_stop:-0.1
    left_stuck:-0.1 left_students:-0.2 left_supplier's:-0.2 left_switch:-0.1 left_system:0.4 left_takes:0.6
    left_tap:-0.1 left_teacher:0.7 left_tell:-0.2 left_ten:-0.1 left_than:-0.3 left_that:1.1 left_that's:1.0
    left_the:-0.4 left_their:-0.1 left_then:0.9 left_there:-0.3 left_they:-0.1 left_third:-0.1 left_thirty:-0.1
    left_this:0.4 left_tick:-0.2 left_tiles:-0.2 left_till:0.9 left_time:-0.5 left_times:-0.1 left_to:0.2
    left_today's:-0.4 left_tools:-0.8 left_top:-0.2 left_tray:-0.1 left_trip:0.5 left_try:0.2 left_two:-0.4
    left_type:1.2 left_types:0.7 left_under:-0.2 left_unlock:0.4 left_until:-0.3 left_up:1.0 left_update:-0.1
    left_use:-0.7 left_user:0.1 left_username:0.5 left_uses:1.1 left_using:1.0 left_usually:-0.3 left_wait:0.6
    left_wants:0.9 left_was:1.0 left_way:-0.1 left_we:-0.7 left_week:0.4 left_were:-0.1 left_when:-0.1
    left_which:-0.2 left_while:-0.1 left_who:-0.2 left_wi-fi:-0.5 left_will:-0.1 left_windows:0.3 left_wireless:-0.6
    left_with:1.3 left_word:0.9 left_work:-0.1 left_written:0.6 left_wrong:-0.2 left_yellow:0.5 left_you:0.1
    left_you've:-0.1 left_your:-0.4 left2_+:-0.1 left2_/:0.5 left2_1:0.3 left2_12:0.1 left2_17:-0.1 left2_2:0.1
    left2_20:-0.1 left2_3.12.4:-0.1 left2_30:-0.1 left2_4:-0.1 left2_5:0.6 left2_6:-0.2 left2_7:0.4 left2_9:0.5
    left2_[account_name]:1.2 left2_[code]:-1.0 left2_[email_address]:0.2 left2_[name]:-0.3 left2_[password]:-0.4
    left2_[pupil]:-0.5 left2_a:-0.1 left2_about:-0.1 left2_access:0.5 left2_account:0.2 left2_accounts:-0.1
    left2_add:-0.1 left2_added:-0.2 left2_admin:0.7 left2_after:-0.8 left2_all:-0.3 left2_also:-0.2 left2_an:-0.2
    left2_and:0.7 left2_another:-0.2 left2_answer:-0.4 left2_any:-0.1 left2_anything:-1.0 left2_app:-0.1
    left2_are:0.5 left2_as:0.7 left2_ask:-0.4 left2_asks:1.0 left2_at:-0.9 left2_back:0.1 left2_badge:-0.1
    left2_bank:-0.1 left2_be:0.4 left2_because:-0.1 left2_been:0.9 left2_before:-0.2 left2_big:0.7
    left2_bitlocker:-0.1 left2_both:0.2 left2_bottom:-0.4 left2_box:0.8 left2_browser:-0.1 left2_by:0.2
    left2_call:-0.2 left2_called:-0.3 left2_camera:-0.1 left2_can:0.1 left2_candidate:-0.3 left2_card:0.8
    left2_centre:0.8 left2_change:0.1 left2_choose:-0.5 left2_class:0.4 left2_click:-0.2 left2_close:-0.8
    left2_code:0.1 left2_come:-0.2 left2_comes:0.1 left2_company:-0.5 left2_conference:0.4 left2_connect:0.1
    left2_contact:-0.4 left2_controller:0.2 left2_copier:0.1 left2_copper:0.4 left2_count:-0.5 left2_cupboard:0.1
    left2_database:-0.1 left2_date:-0.1 left2_day:0.1 left2_days:-0.1 left2_dead:-0.1 left2_default:0.1
    left2_delete:0.2 left2_desk:0.3 left2_desktop:-0.8 left2_device:-0.3 left2_devices:-0.3 left2_dial:0.1
    left2_did:-1.4 left2_different:-0.2 left2_display:-0.1 left2_do:-0.1 left2_don't:0.2 left2_done:0.1
    left2_dont:-0.1 left2_door:0.1 left2_dots:0.2 left2_down:-0.4 left2_each:-0.2 left2_email:0.8 left2_end:0.6
    left2_ends:-0.1 left2_enter:-0.3 left2_every:-0.1 left2_everyone:1.1 left2_file:-0.4 left2_find:0.6
    left2_first:0.1 left2_flat:-0.1 left2_folder:-0.6 left2_followed:1.0 left2_for:-0.4 left2_forget:-0.6
    left2_form:-0.2 left2_from:-0.3 left2_full:-0.7 left2_give:0.6 left2_go:-0.6 left2_goes:-0.1 left2_got:-0.1
    left2_green:-0.1 left2_grey:-0.1 left2_group:-0.1 left2_had:-0.8 left2_has:-0.8 left2_hasn't:0.2 left2_have:0.6
    left2_here:-0.5 left2_hold:-0.1 left2_home:-0.1 left2_hour:-0.6 left2_i:-0.1 left2_i'm:-0.2 left2_i've:-0.1
    left2_id:-0.5 left2_if:0.3 left2_in:0.7 left2_ipad:-0.2 left2_is:0.2 left2_it:0.4 left2_it'll:-0.2
    left2_it's:0.7 left2_its:0.1 left2_join:-0.2 left2_key:0.6 left2_keyboard:0.5 left2_label:0.3 left2_laptop:-0.2
    left2_laptops:-0.5 left2_last:0.4 left2_leave:-0.3 left2_left:1.1 left2_letters:-0.5 left2_link:-1.3
    left2_list:-1.3 left2_local:0.3 left2_lock:0.1 left2_log:0.2 left2_look:-0.6 left2_lost:-0.1 left2_m:-0.1
    left2_mac:0.1 left2_made:1.4 left2_mail:0.4 left2_mailbox:-1.0 left2_make:-0.2 left2_may:-0.1 left2_me:-0.2
    left2_meeting:-1.2 left2_mine:-0.4 left2_minutes:-0.1 left2_morning:0.5 left2_move:-0.7 left2_must:-1.1
    left2_my:0.1 left2_name:-1.0 left2_need:-0.3 left2_needed:-0.4 left2_network:-0.5 left2_never:0.4 left2_new:0.1
    left2_next:0.2 left2_no:0.9 left2_not:-0.4 left2_nothing:-0.1 left2_number:-0.1 left2_of:-0.3 left2_off:-0.1
    left2_ok:0.2 left2_old:0.2 left2_older:-0.3 left2_on:0.8 left2_once:-0.3 left2_one:0.4 left2_only:-0.2
    left2_open:-0.3 left2_opens:0.3 left2_operator:0.8 left2_or:-0.6 left2_our:0.5 left2_out:-1.2 left2_outside:-0.1
    left2_over:-0.2 left2_p:0.2 left2_page:-0.1 left2_panel:-0.3 left2_parents:-0.1 left2_pass:0.5
    left2_passphrase:0.2 left2_password:0.9 left2_passwords:-0.1 left2_people:-0.1 left2_person:-0.9
    left2_phone:-0.1 left2_pick:-0.6 left2_pin:-0.3 left2_please:0.6 left2_plug:-0.1 left2_power:-0.2
    left2_press:0.3 left2_print:0.1 left2_printer:-0.4 left2_protected:-0.1 left2_pupil:0.2 left2_pupils:-0.1
    left2_put:1.7 left2_pw:0.7 left2_read:1.0 left2_reader:-0.1 left2_record:-0.4 left2_recovery:-0.2
    left2_release:0.2 left2_reply:-0.2 left2_reset:-0.4 left2_right:-0.3 left2_room:-0.2 left2_run:0.9
    left2_runs:0.5 left2_s:-0.2 left2_said:-0.2 left2_same:-0.1 left2_save:-0.7 left2_say:-0.1 left2_says:-0.3
    left2_school:-0.2 left2_screen:0.5 left2_second:-0.4 left2_secret:-0.6 left2_secure:-0.7 left2_security:0.1
    left2_see:-0.1 left2_sent:-0.1 left2_server:-0.1 left2_set:-1.1 left2_settings:-0.3 left2_share:-0.4
    left2_shared:0.1 left2_sheet:-0.3 left2_short:0.4 left2_should:-0.1 left2_show:-0.1 left2_shows:-0.2
    left2_sign:0.1 left2_sims:-0.2 left2_since:-0.1 left2_site:0.2 left2_small:-0.1 left2_so:1.1
    left2_something:-0.1 left2_spare:0.4 left2_staff:0.2 left2_start:-0.1 left2_still:-0.3 left2_stop:-0.5
    left2_store:-0.1 left2_switch:-0.1 left2_tablet:-0.3 left2_tell:0.1 left2_temporary:0.1 left2_than:0.6
    left2_that:-1.4 left2_that's:0.9 left2_the:-1.0 left2_their:-0.2 left2_them:0.7 left2_then:-0.7 left2_there:-0.1
    left2_they:-0.5 left2_think:0.2 left2_this:0.5 left2_three:0.4 left2_tick:-0.2 left2_till:-0.2 left2_to:0.2
    left2_today's:0.9 left2_told:0.3 left2_top:-0.1 left2_try:0.1 left2_two:0.1 left2_type:0.8 left2_under:-0.8
    left2_unlock:1.4 left2_until:-0.9 left2_up:1.6 left2_update:-0.1 left2_use:-0.8 left2_user:0.6
    left2_username:-0.1 left2_using:0.9 left2_usual:0.2 left2_voice:-0.9 left2_want:-0.1 left2_was:0.2 left2_web:0.1
    left2_website:0.1 left2_when:0.4 left2_which:0.5 left2_while:-0.1 left2_who:-0.6 left2_wi-fi:0.2 left2_wifi:-0.2
    left2_will:-0.6 left2_windows:0.2 left2_wipe:-0.1 left2_with:0.4 left2_within:-0.1 left2_without:-0.2
    left2_word:1.0 left2_work:-0.1 left2_wrong:-0.1 left2_yes:0.1 left2_you:0.3 left2_your:-0.4 left2_yours:0.1
    line_with_taken:-0.7 line_with_taken_digits:-0.8 line_with_taken_few:-0.1 line_with_taken_known:0.3
    line_with_taken_new:-0.1 line_with_taken_strange:0.1 line_with_taken_unit:0.1 lock_before:1.3 lock_here:0.6
    lock_long_before:-0.1 lock_near:0.2 look_camel:-1.0 look_digits:1.4 look_few:-0.9 look_form:-1.0
    look_joined:-0.1 look_known:-3.0 look_mixed:1.9 look_new:0.2 look_odd:0.1 look_signs:1.0 look_unit:-0.4
    rare_desk:-0.5 rare_english:1.5 rare_long:0.9 rare_strange:-0.8 right_&:0.8 right_+:-0.3 right_-:0.3 right_/:1.3
    right_0:0.3 right_1:0.4 right_10:0.2 right_2:0.5 right_3:0.6 right_4:0.1 right_5:0.5 right_6:0.3 right_7:0.1
    right_9:0.2 right_[account_name]:-0.2 right_[code]:-0.4 right_[email_address]:-0.1 right_[ni_number]:-0.4
    right_[password]:-0.2 right_[phone_number]:-0.4 right_a:-0.6 right_account:-0.2 right_add:-1.0 right_admin:-0.3
    right_after:-0.5 right_again:0.5 right_alarm:-0.2 right_and:0.3 right_apps:-0.1 right_are:1.1 right_as:0.8
    right_ask:-0.1 right_asks:-0.1 right_at:-1.0 right_back:0.8 right_battery:0.6 right_because:-0.2
    right_before:-0.3 right_booking:-0.1 right_both:-0.1 right_box:-0.2 right_but:0.6 right_by:-0.8 right_can:-0.1
    right_can't:-0.1 right_change:0.3 right_check:-0.3 right_choose:0.2 right_class:-0.1 right_click:-0.1
    right_code:-0.7 right_company:-0.1 right_copy:-0.2 right_cupboard:-0.3 right_date:-0.1 right_delete:-0.3
    right_device:-0.1 right_devices:-0.1 right_do:-0.1 right_does:-0.1 right_don't:-0.3 right_done:-0.1
    right_down:-0.1 right_drag:-0.2 right_each:-0.3 right_enter:1.1 right_every:-0.2 right_first:0.1 right_fob:-0.1
    right_followed:0.1 right_for:-0.2 right_forget:-0.3 right_forward:-0.2 right_from:-0.4 right_get:-0.1
    right_gets:0.4 right_go:0.1 right_goes:-0.2 right_gone:0.1 right_grey:0.4 right_group:-0.2 right_had:-0.1
    right_has:-0.9 right_have:-0.2 right_he's:-0.3 right_history:0.1 right_hold:-0.2 right_hr:-0.3 right_i:0.1
    right_i've:-0.1 right_if:-0.2 right_in:-1.2 right_instead:0.6 right_into:0.1 right_is:-1.2 right_it:-1.0
    right_join:-0.3 right_keeps:-0.1 right_key:-1.2 right_keyboard:-0.1 right_lamp:0.2 right_last:0.2
    right_leave:0.5 right_left:1.0 right_log:-0.9 right_login:-0.2 right_manager:-0.2 right_minutes:-0.1
    right_name:-0.2 right_need:-0.2 right_needs:-0.2 right_new:0.6 right_next:-0.1 right_night:-0.1 right_no:-0.1
    right_not:-0.4 right_note:-0.2 right_now:-0.1 right_number:-0.6 right_numbers:-0.1 right_of:-0.9 right_off:-0.5
    right_on:-0.3 right_once:0.4 right_one:1.6 right_only:-0.2 right_open:0.7 right_or:-0.6 right_out:-0.1
    right_over:1.0 right_page:-0.4 right_pass:0.4 right_password:0.9 right_paste:-0.1 right_pc:-0.3 right_pick:-0.1
    right_pin:-0.6 right_please:0.1 right_plug:-0.6 right_press:-0.1 right_pupil:-0.1 right_push:1.1 right_put:0.4
    right_pw:0.1 right_reading:-0.2 right_reply:-0.3 right_right:1.3 right_ring:-0.8 right_room:-0.1
    right_rules:-0.3 right_s:-0.3 right_same:-0.2 right_save:-0.3 right_say:-0.4 right_says:-0.3 right_school:-0.1
    right_secret:0.3 right_send:-0.1 right_set:0.1 right_share:-0.5 right_sheet:-0.3 right_show:-0.4 right_side:-0.4
    right_sign:-0.2 right_start:-0.1 right_still:0.2 right_stop:-0.2 right_support:-0.3 right_takes:-0.1
    right_tell:-0.1 right_that:-0.6 right_the:-0.2 right_then:0.7 right_they:0.1 right_this:0.1 right_tick:0.8
    right_till:0.8 right_to:-0.4 right_together:0.3 right_tomorrow:0.6 right_too:-0.1 right_tools:0.1
    right_trip:-0.1 right_try:-0.2 right_type:0.1 right_until:0.2 right_up:-0.2 right_update:-0.1 right_us:-0.1
    right_use:-0.1 right_user:0.2 right_username:0.3 right_usually:-0.3 right_view:-0.1 right_wait:-0.3
    right_wants:-0.1 right_we:0.1 right_went:-0.1 right_what:0.4 right_when:-0.2 right_where:0.1 right_which:1.1
    right_while:0.1 right_who:-0.1 right_wifi:0.9 right_will:0.3 right_within:0.1 right_without:0.2 right_word:-0.1
    right_works:0.6 right_yes:0.1 right_you:-0.2 right_your:-0.6 right2_-:-0.1 right2_/:-0.1 right2_0:0.4
    right2_1:0.5 right2_12:0.3 right2_14:-0.3 right2_2:0.4 right2_3:0.1 right2_30:-0.1 right2_4:0.2 right2_5:-0.4
    right2_6:0.2 right2_60:-0.1 right2_7:-0.4 right2_8:0.6 right2_9:0.2 right2_[account_name]:-0.2 right2_[code]:0.5
    right2_[email_address]:-1.1 right2_[name]:-0.8 right2_[password]:0.4 right2_[phone_number]:-0.4
    right2_[postcode]:-0.1 right2_a:-0.1 right2_about:-0.2 right2_account:0.4 right2_add:-0.1 right2_after:-0.4
    right2_again:-0.2 right2_alarm:-0.1 right2_all:0.3 right2_always:-0.4 right2_an:-0.4 right2_and:-0.6
    right2_any:-0.6 right2_anything:-0.1 right2_app:-0.1 right2_are:-0.2 right2_as:0.2 right2_ask:-0.1
    right2_asked:-0.1 right2_asks:-0.6 right2_at:-0.7 right2_back:0.4 right2_be:-0.1 right2_because:-0.2
    right2_before:-0.6 right2_behind:-0.3 right2_board:-0.1 right2_both:-0.2 right2_box:0.1 right2_but:0.1
    right2_can:1.2 right2_change:0.2 right2_changed:-0.1 right2_class:-0.1 right2_click:-0.3 right2_close:-0.1
    right2_code:-0.2 right2_cog:-0.1 right2_come:-0.1 right2_copier:-0.1 right2_date:-0.1 right2_day:-0.1
    right2_delete:-0.1 right2_does:-0.1 right2_done:1.3 right2_door:-0.1 right2_down:0.4 right2_drawer:-0.1
    right2_each:-0.1 right2_email:-0.1 right2_enter:0.8 right2_everything:0.6 right2_first:-0.1 right2_fob:0.1
    right2_follow:-1.4 right2_for:-0.2 right2_four:-0.1 right2_from:-0.3 right2_front:-0.1 right2_full:-0.6
    right2_get:0.8 right2_give:-0.9 right2_gone:-0.2 right2_got:-0.2 right2_has:-0.2 right2_hash:-1.2
    right2_have:-0.5 right2_hdmi:-0.1 right2_he's:-1.2 right2_his:0.2 right2_history:-0.1 right2_hold:0.3
    right2_home:-0.1 right2_i:1.7 right2_i've:-0.1 right2_if:-0.8 right2_in:-0.4 right2_instead:0.2 right2_ipad:-0.1
    right2_is:-0.3 right2_it:0.8 right2_it'll:-0.2 right2_it's:0.4 right2_its:-0.2 right2_join:-0.1 right2_keep:-0.8
    right2_key:0.8 right2_laptop:-0.2 right2_last:0.1 right2_leave:-0.7 right2_left:-0.1 right2_let:0.1
    right2_letters:-0.1 right2_locked:0.2 right2_log:-0.3 right2_lower:0.3 right2_manager:-0.2 right2_me:-0.4
    right2_means:-0.3 right2_menu:-0.2 right2_morning:0.2 right2_moved:-0.4 right2_my:-0.7 right2_name:-0.1
    right2_needs:-0.4 right2_network:-0.1 right2_new:-0.4 right2_next:-0.4 right2_night:-0.1 right2_no:-1.1
    right2_not:0.5 right2_now:0.7 right2_number:-0.7 right2_of:-0.1 right2_off:-0.1 right2_ok:0.2 right2_on:-1.1
    right2_once:-0.2 right2_one:0.1 right2_only:1.2 right2_open:1.7 right2_options:-0.1 right2_out:-0.3
    right2_outside:-0.1 right2_page:-0.4 right2_pass:0.1 right2_password:0.8 right2_phone:-0.2 right2_please:0.6
    right2_pull:0.3 right2_reading:2.0 right2_reception:-0.1 right2_register:-0.1 right2_remove:0.1
    right2_restart:-0.1 right2_right:-0.1 right2_room:-0.1 right2_run:1.4 right2_save:-0.3 right2_secret:-0.1
    right2_server:-0.1 right2_session:-0.1 right2_set:-0.1 right2_settings:-0.1 right2_shouldn't:0.5
    right2_sign:-0.2 right2_so:-0.5 right2_software:-0.1 right2_staff:-0.2 right2_start:-0.2 right2_step:-0.1
    right2_still:-0.4 right2_stuck:-0.1 right2_support:-0.1 right2_take:-0.1 right2_that:0.8 right2_that's:-0.4
    right2_the:-0.3 right2_their:-0.2 right2_them:-0.1 right2_then:1.3 right2_there:-0.2 right2_they:0.3
    right2_thirty:0.1 right2_this:0.2 right2_to:0.3 right2_today's:0.3 right2_too:-0.1 right2_top:-0.1
    right2_tray:-0.1 right2_try:-0.1 right2_tv:-0.1 right2_two:-0.1 right2_type:-0.6 right2_unlock:0.2
    right2_until:0.2 right2_up:0.1 right2_us:-0.1 right2_use:-0.6 right2_wait:-0.1 right2_want:-0.2
    right2_wants:-0.7 right2_was:0.4 right2_we:-0.1 right2_week:0.1 right2_were:-0.1 right2_what:0.2
    right2_whether:-0.4 right2_which:-0.1 right2_who:-0.2 right2_will:-0.1 right2_with:-0.1 right2_works:0.1
    right2_wrong:-0.2 right2_yes:-0.2 right2_you:0.7 right2_you'll:0.1 right2_your:-0.3 right2_yours:0.2
    row_of_taken:-0.2 secret_before:0.3 secret_here:0.2 secret_long_before:0.4 secret_near:1.4 short_line:0.2
    short_line_few:-0.1 short_line_known:0.4 short_line_new:-0.1 short_line_odd:-0.2 short_line_strange:0.3
    slot_after_taken:0.1 slot_alone:-0.3 slot_as:-0.7 slot_at:-1.1 slot_bracket:-0.3 slot_cell:0.4 slot_colon:-0.4
    slot_comma:-0.6 slot_in_as:0.9 slot_is:0.5 slot_label:-0.1 slot_menu:-1.4 slot_none:0.5 slot_noun:-0.1
    slot_opener:-0.1 slot_opens_with:1.5 slot_pair:1.6 slot_pair_colon:1.3 slot_pair_first:-1.4 slot_person:-1.3
    slot_quote:-0.2 slot_set_to:1.8 slot_start:-0.5 slot_takes:-0.9 slot_the:-1.8 slot_then:-1.0 slot_use:0.9
    slot_wide:0.9 taken_around:-0.3 taken_digits:-0.1 taken_few:0.1 taken_here:-1.1 taken_new:0.2 taken_odd:-0.9
    taken_strange:-0.3 who_before:0.7 who_here:0.6 who_long_before:0.7 who_near:0.8
"""
POINTS = {
    name.replace("_", " "): float(points) for name, _, points in (entry.rpartition(":") for entry in _FITTED.split())
}
